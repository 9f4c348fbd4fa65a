/** Numbers and choices from a seed. */

/** @param {number} seed @returns {() => number} in [0, 1) */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** @param {() => number} next @returns {number} standard normal */
export function normal(next) {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** @template T @param {() => number} next @param {readonly T[]} items */
export const oneOf = (next, items) => items[Math.floor(next() * items.length)];

/** A new order in which nearly nothing stays in place. @template T @param {() => number} next @param {readonly T[]} items */
export function shuffled(next, items) {
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** @param {string} text @returns {number} a seed of its own for each text */
export function seedOf(text) {
  let hash = 2166136261;
  for (const character of text) hash = Math.imul(hash ^ character.charCodeAt(0), 16777619);
  return hash >>> 0;
}
