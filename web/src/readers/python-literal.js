/** Python literals as npy headers use them: strings, numbers, True, False, None, tuples, lists, dictionaries. */
import { Failure } from "../failure.js";

const DEEPEST = 64;

/**
 * @param {string} text
 * @param {string} where
 * @returns {unknown} tuples and lists as arrays, dictionaries as Maps
 */
export function parseLiteral(text, where) {
  let at = 0;
  const bad = () =>
    new Failure(
      "BAD_HEADER",
      `The header of ${where} is not one that NumPy writes (unexpected ${at < text.length ? `"${text.slice(at, at + 12)}"` : "end"} at character ${at}). Save the file again.`,
      { where, at },
    );

  const pass = () => {
    while (/\s/.test(text[at] ?? "")) at++;
  };
  /** @param {string} mark */
  const take = (mark) => {
    pass();
    if (text[at] !== mark) return false;
    at++;
    return true;
  };
  /** @param {RegExp} pattern sticky */
  const match = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at += found[0].length;
    return found;
  };

  /** @param {string} close @param {number} depth */
  const items = (close, depth) => {
    const found = [];
    while (!take(close)) {
      found.push(value(depth));
      if (!take(",")) {
        if (!take(close)) throw bad();
        break;
      }
    }
    return found;
  };
  /** @param {number} depth */
  const dictionary = (depth) => {
    const found = new Map();
    while (!take("}")) {
      const key = value(depth);
      if (!take(":")) throw bad();
      found.set(key, value(depth));
      if (!take(",")) {
        if (!take("}")) throw bad();
        break;
      }
    }
    return found;
  };
  /** @param {number} depth @returns {unknown} */
  const value = (depth) => {
    if (depth > DEEPEST) throw bad();
    if (take("(")) return items(")", depth + 1);
    if (take("[")) return items("]", depth + 1);
    if (take("{")) return dictionary(depth + 1);
    const string = match(/[bu]?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/y);
    if (string) return (string[1] ?? string[2]).replace(/\\(.)/g, "$1");
    const number = match(/[+-]?\d+L?/y);
    if (number) return Number.parseInt(number[0], 10);
    const word = match(/True|False|None/y);
    if (word) return word[0] === "None" ? null : word[0] === "True";
    throw bad();
  };

  const found = value(0);
  pass();
  if (at < text.length) throw bad();
  return found;
}
