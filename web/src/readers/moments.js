/** Moments files: what a site's rows add up to, written by Askew or by examples/dask_moments.py. */
import { Failure } from "../failure.js";
import { BLOCKS } from "../resampling.js";
import { Budget } from "./budget.js";
import { latin1, readBytes } from "./bytes.js";
import { sizeOf } from "./layout.js";
import { CALIBRATION, FLAT_HEADER, FLAT_VERSION, fieldsOf, placesOf, RETRIEVAL, SCHEMA } from "./moments-form.js";
import { readTensors } from "./safetensors.js";

/** @import { FileLike, MomentsFile, MomentsSite, Noise, Overlap, Reader, Untrusted } from "../types.d.ts" */
/** @typedef {Awaited<ReturnType<typeof readTensors>>} Header */
/** @typedef {Header["tensors"][number]} Tensor */

/** @param {string} file @param {string} what */
const bad = (file, what) =>
  new Failure("BAD_HEADER", `${file} is not a whole moments file: ${what}. Write it again with askew moments.`, { file });

/** @param {string} file @param {string} what */
const ofOtherVersion = (file, what) =>
  new Failure("UNSUPPORTED_FORMAT", `${file} ${what}. Use the same version of Askew at every site.`, { file });

/** @param {Header} header @param {string} name @param {string} file @returns {Tensor} */
function tensor({ tensors }, name, file) {
  const found = tensors.find((candidate) => candidate.name === name);
  if (!found) throw bad(file, `the tensor ${name} is missing`);
  if (found.known !== "float64") throw bad(file, `${name} is of type ${found.dtype}, and must be F64`);
  return found;
}

/** @param {Tensor} from @param {number[]} shape @param {FileLike} blob @param {string} file @returns {Promise<Float64Array>} */
async function values({ name, shape: stated, begin, end }, shape, blob, file) {
  if (stated.join() !== shape.join()) throw bad(file, `${name} has the shape (${stated.join(", ")}), and (${shape.join(", ")}) is needed`);
  const out = new Float64Array(await readBytes(blob, begin, end, `${name} in ${file}`));
  if (!out.every(Number.isFinite))
    throw new Failure("NOT_FINITE", `${name} in ${file} holds values that are no numbers. Write the file again.`, { file });
  return out;
}

/** Every block in the core's flat form. @param {Header} header @param {FileLike} blob @param {string} file */
async function blocksOf(header, blob, file) {
  const [blocks, dx = 0] = tensor(header, "image.sum", file).shape;
  const [, dy = 0] = tensor(header, "text.sum", file).shape;
  if (!(blocks >= 1 && blocks <= BLOCKS && dx >= 1 && dy >= 1)) throw bad(file, `it states ${blocks} blocks of widths ${dx} and ${dy}`);
  const fields = fieldsOf(dx, dy);
  const length = FLAT_HEADER + fields.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const flat = Array.from({ length: blocks }, () => new Float64Array(length));
  for (const one of flat) one.set([FLAT_VERSION, dx, dy, 1]);
  const places = placesOf(dx, dy);
  for (const { name, shape } of fields) {
    const size = sizeOf(shape);
    const all = await values(tensor(header, name, file), [blocks, ...shape], blob, file);
    for (const [block, one] of flat.entries()) one.set(all.subarray(block * size, (block + 1) * size), places[name]);
  }
  for (const one of flat)
    if (!(one[FLAT_HEADER] >= 1 && Number.isSafeInteger(one[FLAT_HEADER]))) throw bad(file, `a block states ${one[FLAT_HEADER]} pairs`);
  return { imageCols: dx, textCols: dy, blocks: flat, pairs: flat.reduce((sum, one) => sum + one[FLAT_HEADER], 0) };
}

/** @param {Header} header @param {FileLike} blob @param {string} file @returns {Promise<MomentsFile["retrieval"]>} */
async function retrievalOf(header, blob, file) {
  if (!header.tensors.some(({ name }) => name === RETRIEVAL.counts.name)) return null;
  const counts = await values(tensor(header, RETRIEVAL.counts.name, file), RETRIEVAL.counts.shape, blob, file);
  const galleries = await values(tensor(header, RETRIEVAL.galleries.name, file), RETRIEVAL.galleries.shape, blob, file);
  const direction = (/** @type {number} */ row) => ({
    queries: counts[7 * row],
    hits: Array.from(counts.subarray(7 * row + 1, 7 * row + 4)),
    expected: Array.from(counts.subarray(7 * row + 4, 7 * row + 7)),
    galleries: { smallest: galleries[2 * row], largest: galleries[2 * row + 1] },
  });
  return { imageToText: direction(0), textToImage: direction(1) };
}

/** @param {string | undefined} text @param {string} file */
function parsed(text, file) {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    throw bad(file, "its metadata are not JSON");
  }
}

/** What a pool states of one site; pools of earlier versions state neither. @param {Untrusted} site @param {string} file @returns {Partial<MomentsSite>} */
function statedOf({ preprocessing, noise }, file) {
  if (preprocessing !== undefined && preprocessing !== null && typeof preprocessing !== "string")
    throw bad(file, "its metadata do not say what was done to a site's rows");
  return {
    ...(preprocessing !== undefined && { preprocessing }),
    ...(noise !== undefined && { noise: noise === "not known" ? noise : checkedNoise(noise, file) }),
  };
}

/** @param {Record<string, string>} metadata @param {number} pairs @param {string} file @returns {MomentsFile["sites"]} */
function sitesOf({ sites }, pairs, file) {
  const list = parsed(sites, file);
  const good = (/** @type {Untrusted} */ site) =>
    Number.isSafeInteger(site?.pairs) && site.pairs >= 1 && (site.label === null || typeof site.label === "string");
  if (!Array.isArray(list) || list.length === 0 || !list.every(good)) throw bad(file, "its metadata do not list the sites and their pairs");
  const stated = list.reduce((sum, site) => sum + site.pairs, 0);
  if (stated !== pairs) throw bad(file, `its sites have ${stated} pairs, its sums ${pairs}`);
  return list.map((site) => ({ label: site.label, pairs: site.pairs, ...(list.length > 1 && statedOf(site, file)) }));
}

/** @param {Untrusted} stated @param {string} file @returns {Noise | null} */
function checkedNoise(stated, file) {
  if (stated === null) return null;
  const { epsilon, delta, sigma, calibration, pairsPerPatient, sensitivity, spacing } = stated;
  const positive = (/** @type {unknown} */ value) => Number.isFinite(value) && /** @type {number} */ (value) > 0;
  if (![epsilon, delta, sigma].every(positive) || delta >= 1)
    throw bad(file, "its metadata do not state the noise's epsilon, delta and sigma");
  if (calibration === undefined) return { epsilon, delta, sigma };
  const kind = `has noise of the kind ${JSON.stringify(calibration)}; this Askew knows ${CALIBRATION}`;
  if (calibration !== CALIBRATION) throw ofOtherVersion(file, kind);
  const patient = pairsPerPatient === undefined || (Number.isSafeInteger(pairsPerPatient) && pairsPerPatient >= 1);
  if (!patient || ![sensitivity, spacing].every(positive)) throw bad(file, "its metadata do not state what the noise was calibrated for");
  return { epsilon, delta, sigma, calibration, ...(pairsPerPatient && { pairsPerPatient }), sensitivity, spacing };
}

/** @param {Record<string, string>} metadata @param {string} file @returns {{ overlap?: Overlap }} */
function overlapOf({ overlap }, file) {
  if (overlap === undefined) return {};
  if (overlap !== "none" && overlap !== "all" && overlap !== "not stated")
    throw bad(file, `its metadata say "${overlap}" of whether pairs are at several sites`);
  return { overlap };
}

/** @type {Reader} */
export const moments = {
  format: "moments",
  extensions: ["moments"],
  match: (head) => head.length > 8 && head[8] === 0x7b && latin1(head.subarray(0, 200)).includes('"askew-moments/'),
  async open(blob, limits) {
    const budget = new Budget(blob.webkitRelativePath || blob.name, limits);
    const header = await readTensors(blob, budget);
    const { metadata, tensors } = header;
    const { file } = budget;
    if (metadata.askew !== SCHEMA) throw ofOtherVersion(file, `is of the version ${metadata.askew}; this Askew reads ${SCHEMA}`);
    budget.take(blob.size, "The moments", "Write the file with fewer blocks.");
    const found = await blocksOf(header, blob, file);
    return {
      file,
      format: "moments",
      size: blob.size,
      arrays: [],
      listing: tensors.map(({ name, shape, dtype, known }) => ({ name, shape, dtype: known ?? dtype })),
      columns: [],
      moments: {
        ...found,
        sites: sitesOf(metadata, found.pairs, file),
        retrieval: await retrievalOf(header, blob, file),
        preprocessing: metadata.preprocessing ?? "",
        noise: checkedNoise(parsed(metadata.noise, file), file),
        ...overlapOf(metadata, file),
        tool: metadata.tool ?? "",
      },
    };
  },
};
