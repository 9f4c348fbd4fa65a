/** Names of files that may be parts of one whole: the number in the name, and what is equal in all of them. */

/** @import { NumberPlace, PartName } from "./types.d.ts" */

const ENDING = /(\.(?:gz|snappy|zstd|zst|lz4|brotli|lzo))?\.[a-z][a-z0-9]*(\.gz)?$/i;

const OF_TOTAL = /^(.*?)(\d+)([-_. ]of[-_. ])(\d+)(.*)$/i;
/** Spark's part-00000-<uuid>-c000; some versions put the number of the task before the last piece. */
const SPARK = /^(part-)(\d+)(-(?:.*-)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}.*)$/i;
const WORDED = /^((?:.*?[^a-z])?(part|shard|chunk|piece|rank|batch)[-_. ]?)(\d+)((?:[^0-9].*)?)$/i;
const EMBEDDED = /^((?:.*[^a-z])?(embs?)[-_. ]?)(\d+)$/i;
const AT_END = /^(.*?)(\d+)$/;

/** Numbers after these tell models, settings or versions apart, or sets of captions. */
const NO_PARTS = new Set(
  (
    "layer layers block blocks head heads stage level depth seed seeds fold folds epoch epochs ep step steps iter iteration ckpt checkpoint " +
    "run runs trial exp experiment model models encoder vit resnet rn clip siglip blip dino bert roberta mae convnext patch b l h g " +
    "version ver v split view views camera crop crops aug augmentation frame scale resolution res size width dim dims d top k n lr temp temperature " +
    "caption captions cap caps sentence sentences prompt prompts template templates paraphrase set dataset data site hospital center centre " +
    "cohort task class cluster group domain lang language train test val valid dev test"
  ).split(" "),
);

/** Longer numbers are dates and ids. */
export const MOST_DIGITS = 6;

/** "emb/img_emb_0.npy" -> "emb/", "img_emb_0", ".npy"; codecs belong to the ending. @param {string} path */
export function splitName(path) {
  const base = path.replace(/^.*[\\/]/, "");
  const ending = ENDING.exec(base)?.[0] ?? "";
  return { folder: path.slice(0, path.length - base.length), stem: base.slice(0, base.length - ending.length), ending };
}

/** @param {string} stem @returns {NumberPlace & Pick<PartName, "word"> & Partial<PartName> | undefined} */
function numberIn(stem) {
  const spark = SPARK.exec(stem);
  if (spark) {
    const [, before, digits, after] = spark;
    const key = after.replace(/-\d+-\d+(-c\d+)$/, "$1");
    return { before, digits, after, key, word: "part", sure: true, strong: true, fromZero: true };
  }
  const of = OF_TOTAL.exec(stem);
  if (of) {
    const [, before, digits, between, total, after] = of;
    return { before, digits, after: between + total + after, word: "of", total: Number(total), sure: true, strong: true };
  }
  const worded = WORDED.exec(stem);
  if (worded) {
    const [, before, word, digits, after] = worded;
    return { before, digits, after, word: word.toLowerCase(), sure: true, strong: word.toLowerCase() !== "batch" };
  }
  const embedded = EMBEDDED.exec(stem);
  if (embedded) return { before: embedded[1], digits: embedded[3], after: "", word: "emb", sure: true };
  const [, before, digits] = AT_END.exec(stem) ?? [];
  // "v1.5" and "lr-0.1" are no counts.
  if (digits === undefined || /\d[.,]$/.test(before)) return undefined;
  const word = (/([a-z]+)[^a-z]*$/i.exec(before)?.[1] ?? "").toLowerCase();
  return NO_PARTS.has(word) ? undefined : { before, digits, after: "", word };
}

/** What a name says of a part; undefined if it says nothing. @param {string} path @returns {PartName | undefined} */
export function partName(path) {
  const { folder, stem, ending } = splitName(path);
  const place = numberIn(stem);
  if (!place || place.digits.replace(/^0+/, "").length > MOST_DIGITS) return undefined;
  const { before, digits, after, key = after, word, total, sure = false, strong = false, fromZero = false } = place;
  return {
    key: `${folder}${before}#${key}${ending.toLowerCase()}`,
    number: Number(digits),
    digits,
    ...(total !== undefined && { total }),
    sure,
    strong,
    fromZero,
    word,
    named: (other) => `${folder}${before}${other}${after}${ending}`,
  };
}

/** Runs of digits by their value, all else by its characters: 2 before 10. @param {string} a @param {string} b */
export function naturally(a, b) {
  const [as, bs] = [a, b].map((name) => name.match(/\d+|\D+/g) ?? []);
  for (let i = 0; i < Math.min(as.length, bs.length); i++) {
    if (as[i] === bs[i]) continue;
    if (/^\d/.test(as[i]) && /^\d/.test(bs[i])) {
      const [x, y] = [as[i], bs[i]].map((digits) => digits.replace(/^0+(?=\d)/, ""));
      if (x !== y) return x.length - y.length || (x < y ? -1 : 1);
    } else return as[i] < bs[i] ? -1 : 1;
  }
  return as.length - bs.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** "0, 3 and 7", the first few of them. @param {readonly (number | string)[]} items @param {number} [most] */
export function listed(items, most = 5) {
  if (items.length === 1) return String(items[0]);
  if (items.length > most) return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}
