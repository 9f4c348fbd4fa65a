/** Lists of metrics in source text: what names three or more of them by hand. */

/** Metrics that a list must not name by hand. */
const MOST = 2;

/** Strings keep their length, so that places stay. @param {string} code @returns {string} with comments and the text of templates blanked */
function bare(code) {
  const blank = (/** @type {string} */ text) => text.replace(/[^\n]/g, " ");
  return code.replace(
    /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\*[\s\S]*?\*\/|(?<![:\w)\]])\/(?![*/])(?:[^/\\\n]|\\.)+\/|\/\/[^\n]*/g,
    (text) => (/^["']/.test(text) ? text : blank(text)),
  );
}

/**
 * Array and object literals with the names in them: strings and properties, also of literals that are their elements. Calls, blocks and
 * patterns that take objects apart are no lists.
 * @param {string} source @param {ReadonlySet<string>} names @returns {string[][]} of each list that has too many
 */
export function listsOf(source, names) {
  const code = bare(source);
  /** @type {{ closes: string, literal: boolean, names: Set<string> }[]} */
  const open = [];
  /** @type {string[][]} */
  const lists = [];
  const unions = [...source.matchAll(/"\w+"(?:[\s*|]+"\w+")+/g)].map(
    ([union]) => new Set(union.match(/\w+/g)?.filter((name) => names.has(name))),
  );
  for (const union of unions) if (union.size > MOST) lists.push([...union]);
  for (const match of code.matchAll(/"(\w+)"|'(\w+)'|\b(\w+)(?=\s*:)|[[\]{}()]/g)) {
    const [token, double, single, property] = match;
    const before = code.slice(0, match.index).trimEnd();
    const within = open.at(-1);
    if (token === "(") open.push({ closes: ")", literal: false, names: new Set() });
    else if (token === "[") open.push({ closes: "]", literal: !/[\w)\]]$/.test(before), names: new Set() });
    else if (token === "{") open.push({ closes: "}", literal: !/(=>|\)|\b(else|try|finally|do))$/.test(before), names: new Set() });
    else if (within && token === within.closes) {
      open.pop();
      const after = code.slice(match.index + 1).trimStart();
      if (!within.literal || /^=(?![=>])/.test(after)) continue;
      if (within.names.size > MOST) lists.push([...within.names]);
      const outer = open.at(-1);
      if (outer?.literal) for (const name of within.names) outer.names.add(name);
    } else {
      const name = double ?? single ?? property;
      if (within?.literal && names.has(name)) within.names.add(name);
    }
  }
  return lists;
}
