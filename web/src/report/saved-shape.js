/** What a value read from a file must look like before anything touches it. */

import { DEPTHS } from "../metrics.js";

/** @import { Names } from "./stand-ins.js" */
/** @import { Untrusted } from "../types.d.ts" */

/**
 * Whether a value is as it should be; "" or the path below it that is not. What it is made of, and what stands for it if names are left out:
 * place is its place in the list around it, undefined leaves it out.
 * @typedef {((value: Untrusted) => string | undefined) & { parts?: Parts, nameless?: Nameless }} Check
 * @typedef {{ fields?: Record<string, Check>, every?: Check, choices?: readonly Check[] }} Parts
 * @typedef {(value: Untrusted, names: Names, place: number) => unknown} Nameless
 */

/** @param {Parts} parts @param {(value: Untrusted) => string | undefined} check @returns {Check} */
const withParts = (parts, check) => Object.assign(check, { parts });

/** A value that is a name, or holds one. @param {Check} check @param {Nameless} nameless @returns {Check} */
export const named = (check, nameless) => Object.assign((/** @type {Untrusted} */ value) => check(value), { parts: check.parts, nameless });

/** @param {(value: Untrusted) => boolean} good @returns {Check} */
export const leaf = (good) => (value) => (good(value) ? undefined : "");
export const number = leaf((value) => typeof value === "number");
export const count = leaf((value) => Number.isSafeInteger(value) && value >= 0);
export const text = leaf((value) => typeof value === "string");
/** null, if an audit has nothing there. */
export const nothing = leaf((value) => value === null);
export const unavailable = leaf((value) => value?.status === "unavailable" && typeof value.reason === "string");

/** @param {...Check} choices @returns {Check} */
export const either = (...choices) =>
  withParts({ choices }, (value) => {
    const places = choices.map((check) => check(value));
    return places.includes(undefined) ? undefined : places[0];
  });
/** @param {Check} check @returns {Check} */
export const optional = (check) =>
  Object.assign((/** @type {Untrusted} */ value) => (value === undefined ? undefined : check(value)), check);
/** @param {Check} check @param {(list: Untrusted[]) => boolean} [good] @returns {Check} */
export const list = (check, good) =>
  withParts({ every: check }, (value) => {
    if (!Array.isArray(value) || (good && !good(value))) return "";
    const at = value.findIndex((one) => check(one) !== undefined);
    return at < 0 ? undefined : `[${at}]${check(value[at])}`;
  });
/** @param {Record<string, Check>} fields @returns {Check} */
export const object = (fields) =>
  withParts({ fields }, (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
    for (const [name, check] of Object.entries(fields)) {
      const wrong = check(Object.hasOwn(value, name) ? value[name] : undefined);
      if (wrong !== undefined) return `.${name}${wrong}`;
    }
    return undefined;
  });
/** @param {Check} check @returns {Check} */
export const record = (check) =>
  withParts({ every: check }, (value) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return "";
    const wrong = Object.entries(value).find(([, one]) => check(one) !== undefined);
    return wrong && `.${wrong[0]}${check(wrong[1])}`;
  });
/** @param {readonly string[]} names @param {Check} check @returns {Check} */
export const each = (names, check) => object(Object.fromEntries(names.map((name) => [name, check])));

/** An audit's number, or why there is none. */
export const quantity = either(number, unavailable);
export const both = (/** @type {Check} */ check) => each(["imageToText", "textToImage"], check);
/** Recall at 1, 5 and 10. */
export const recall = each(DEPTHS, number);
