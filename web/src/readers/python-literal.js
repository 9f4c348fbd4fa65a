/** Python literals as npy headers use them: strings, numbers, True, False, None, tuples, lists, dictionaries. */
import { saveAgain } from "./bytes.js";

const DEEPEST = 64;

/**
 * @param {string} text
 * @param {string} where
 * @returns {unknown} tuples and lists as arrays, dictionaries as Maps
 */
export function parseLiteral(text, where) {
  let at = 0;
  const bad = () => {
    const rest = at < text.length ? `"${text.slice(at, at + 12)}"` : "end";
    return saveAgain("BAD_HEADER", where, `The header of ${where} is not one that NumPy writes (unexpected ${rest} at character ${at}).`);
  };

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
    const parts = pattern.exec(text);
    if (parts) at += parts[0].length;
    return parts;
  };

  /** Items between commas, up to a mark. @template Item @param {string} close @param {() => Item} read */
  const items = (close, read) => {
    const list = [];
    while (!take(close)) {
      list.push(read());
      if (!take(",")) {
        if (!take(close)) throw bad();
        break;
      }
    }
    return list;
  };
  /** @param {number} depth @returns {[unknown, unknown]} */
  const entry = (depth) => {
    const key = value(depth);
    if (!take(":")) throw bad();
    return [key, value(depth)];
  };
  /** @param {number} depth @returns {unknown} */
  const value = (depth) => {
    if (depth > DEEPEST) throw bad();
    if (take("(")) return items(")", () => value(depth + 1));
    if (take("[")) return items("]", () => value(depth + 1));
    if (take("{")) return new Map(items("}", () => entry(depth + 1)));
    const string = match(/[bu]?(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/y);
    if (string) return (string[1] ?? string[2]).replace(/\\(.)/g, "$1");
    const number = match(/[+-]?\d+L?/y);
    if (number) return Number.parseInt(number[0], 10);
    const word = match(/True|False|None/y);
    if (word) return word[0] === "None" ? null : word[0] === "True";
    throw bad();
  };

  const whole = value(0);
  pass();
  if (at < text.length) throw bad();
  return whole;
}
