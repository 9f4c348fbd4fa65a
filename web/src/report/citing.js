/** How to cite: the paper, Askew, and what was done here as sentences for a methods section. */
import { aggregateMethod } from "./aggregate.js";
import { count, isUnavailable, percent } from "./numbers.js";
import { methodInWords } from "./range-words.js";
import { scoresOf } from "./sentences.js";
import { togetherInWords } from "./together.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { Work } from "./types.d.ts" */

/** arXiv registers every paper under its number. @param {string} id */
export const arxivDoi = (id) => `10.48550/arXiv.${id}`;

/** A work in words, up to its DOI. @param {Work} work */
export const workWords = ({ by, title, where }) => [by, title && `“${title}”`, where].filter(Boolean).join(", ");

/** Where the scores come from. Its authors' first names are not known here. */
const PAPER = Object.freeze({
  authors: ["Gambetti", "Han", "Soares", "Shen"],
  title: "Beyond Symmetric Alignment: Spectral Diagnostics of Modality Imbalance in Vision-Language Models in the Medical Domain",
  year: 2026,
  arxiv: "2606.04613",
});
/** Of the licence. */
const OURS = Object.freeze({ authors: "The Askew authors", year: 2026 });

const PAPER_DOI = arxivDoi(PAPER.arxiv);

/** The paper among the sources of definitions. @type {Work} */
export const PAPER_WORK = { by: `Gambetti, Han, Soares and Shen ${PAPER.year}`, title: PAPER.title, doi: PAPER_DOI };
/** The same where it was named before. @type {Work} */
export const PAPER_AGAIN = { by: `Gambetti et al. ${PAPER.year}`, doi: PAPER_DOI };
const PAPER_SHORT = `${PAPER_AGAIN.by}, doi:${PAPER_DOI}`;

/** @param {string} kind @param {string} key @param {[string, string | number][]} fields */
const bibtex = (kind, key, fields) => `@${kind}{${key},\n${fields.map(([name, value]) => `  ${name} = {${value}}`).join(",\n")}\n}\n`;

export const paperBibtex = () =>
  bibtex("misc", `gambetti${PAPER.year}beyond`, [
    ["author", PAPER.authors.join(" and ")],
    ["title", `{${PAPER.title}}`],
    ["year", PAPER.year],
    ["eprint", PAPER.arxiv],
    ["archivePrefix", "arXiv"],
    ["doi", PAPER_DOI],
  ]);

/** @param {Pick<Audit["tool"], "version" | "wasmSha256">} tool */
export const toolBibtex = ({ version, wasmSha256 }) =>
  bibtex("misc", `askew${version.replaceAll(".", "")}`, [
    ["author", `{${OURS.authors}}`],
    ["title", "{Askew}: which side of a vision-language model is out of step with the other"],
    ["year", OURS.year],
    ["note", `Version ${version}, SHA-256 of its core ${wasmSha256}`],
  ]);

/** Both in one line. @param {Pick<Audit["tool"], "version">} tool */
export const citation = ({ version }) =>
  `${OURS.authors} ${OURS.year}, “Askew”, version ${version}; ${workWords(PAPER_WORK)}, doi:${PAPER_DOI}.`;

/** @param {Audit} audit */
function subjectOf({ inputs: { pairs, images, texts, captionsPerImage }, aggregate }) {
  const width = images.cols === texts.cols ? `${count(images.cols)}` : `${count(images.cols)} (images) and ${count(texts.cols)} (texts)`;
  const first = captionsPerImage === 1 ? "" : ", with the first text of each image,";
  const sums = aggregate
    ? `, from sums over the pairs of ${aggregate.sites.length === 1 ? "one site" : `${count(aggregate.sites.length)} sites`},`
    : "";
  return `${count(pairs)} image–text pairs (embeddings of ${width} dimensions)${first || sums}`;
}

/** @param {Audit} audit */
function chanceOf({ chance }) {
  if (isUnavailable(chance)) return undefined;
  const { permutations, all, rows } = chance;
  return `Chance levels come from ${all ? "every pairing" : `${count(permutations)} shuffles`} of ${count(rows)} pairs.`;
}

/** @param {Audit} audit */
function intervalsOf({ uncertainty, aggregate }) {
  if (aggregate) return isUnavailable(aggregate.intervals) ? undefined : `Intervals come from ${aggregateMethod(aggregate)}.`;
  return isUnavailable(uncertainty) ? undefined : `Intervals come from ${methodInWords(uncertainty)}.`;
}

/** @param {Audit} audit */
function searchOf({ retrieval, sampling, inputs }) {
  if (isUnavailable(retrieval)) return undefined;
  if (sampling) return `Retrieval was measured with ${count(sampling.queries)} sampled queries each way.`;
  return `Retrieval ranked all ${count(inputs.texts.rows)} texts for each image, and all ${count(inputs.images.rows)} images for each text; ties count by expectation.`;
}

/** What was done, with the settings of this audit. @param {Audit} audit @returns {string} */
export function methods(audit) {
  const { tool, options, metrics } = audit;
  const scores = scoresOf(audit) ? `Directional Spectral Alignment Scores (${PAPER_SHORT})` : "Alignment metrics";
  return [
    `${scores} of ${subjectOf(audit)} were computed with Askew ${tool.version} (SHA-256 of its core ${tool.wasmSha256.slice(0, 16)}…).`,
    scoresOf(audit) &&
      `They are taken over the top ${percent(options.topQ, Number.isInteger(options.topQ * 100) ? 0 : 1)} of each side’s directions, with ε = ${options.epsilon}.`,
    chanceOf(audit),
    intervalsOf(audit),
    searchOf(audit),
    ...togetherInWords(audit.inputs),
    isUnavailable(metrics.mutualKnn) ? undefined : `Mutual k-NN looked at ${count(options.neighbours)} neighbours.`,
    audit.gap && !isUnavailable(audit.gap)
      ? `What closing the modality gap would do was learnt from one half of the pairs (centring; whitening with shrinkage after Ledoit and Wolf; projecting out private directions) and measured on the other.`
      : undefined,
    `The seed was ${options.seed}.`,
  ]
    .filter((text) => typeof text === "string")
    .join(" ");
}
