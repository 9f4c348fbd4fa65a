/** Names that vectors stand under: ids, or names of sides, of batches, of a model's parameters. */

export const SIDE =
  /^(image|img|vision|visual|picture|text|txt|caption|report|sentence|audio|video)s?([ _.-]*(feat|feature|emb|embed|embedding|vec|vector|proj|projection|hidden|output|encoder|mean|std|input|token|side)\w*)*$/i;
const PARAMETER = /(^|[._])(weight|bias|gamma|beta|running_mean|running_var|logit_scale)(_\w+)?$/i;
const PART = /^(arr|batch|chunk|part|shard|layer|epoch|fold|split|block|stage|head|level|step)[ _-]?\d+$/i;

/** Fewer names than these are ids only if they look like it. */
const MANY = 8;
/** Rows under one id of a few: captions of an image, not a split of a dataset. */
const MOST_ROWS = 100;

/**
 * What the keys of vectors are: ids of items, numbers of parts, or names of other things (null).
 * @param {readonly string[]} names
 * @param {readonly number[]} counts rows under each
 * @returns {"ids" | "parts" | null}
 */
export function kindOfNames(names, counts) {
  if (names.some((name) => PARAMETER.test(name))) return null;
  const sides = names.filter((name) => SIDE.test(name)).length;
  if (names.length < MANY ? sides > 0 : 2 * sides > names.length) return null;
  const areSingle = counts.every((count) => count === 1);
  if (names.every((name) => PART.test(name))) return areSingle ? "parts" : null;
  if (areSingle || names.length >= MANY) return "ids";
  return names.every((name) => /\d/.test(name)) && counts.every((count) => count <= MOST_ROWS) ? "ids" : null;
}
