import { h } from "./element.js";

/** A failure as people read it: the sentence, its code, and what can be done from here. @param {{ code: string, message: string }} failure @param {...(HTMLElement | undefined)} actions */
export function failureBox({ code, message }, ...actions) {
  const given = actions.filter((action) => action !== undefined);
  return h(
    "div.problem",
    { role: "alert", "data-code": code },
    h("p", message),
    h("span.code", code),
    given.length > 0 && h("div.actions", given),
  );
}

/** @param {{ images?: unknown, texts?: unknown }} details of NOT_FINITE or ZERO_ROW */
export function offendingRows({ images, texts }) {
  const rows = (/** @type {unknown} */ list) => (Array.isArray(list) ? [...new Set(/** @type {number[]} */ (list))] : []);
  return { images: rows(images), texts: rows(texts) };
}

/**
 * How the offer to leave rows out is worded: pairs where each image has one text, rows of each side else.
 * @param {{ images: number[], texts: number[] }} rows @param {Int32Array} imageOf
 */
export function offer({ images, texts }, imageOf) {
  const hit = new Set([...images, ...texts.map((text) => imageOf[text])]);
  const one = imageOf.length === new Set(imageOf).size;
  const some = (/** @type {number} */ n, /** @type {string} */ noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;
  if (one) return `Leave ${hit.size === 1 ? "this 1 pair" : `these ${hit.size} pairs`} out and audit the rest`;
  const parts = [images.length > 0 && some(images.length, "image"), texts.length > 0 && some(texts.length, "text")].filter(Boolean);
  return `Leave ${parts.join(" and ")} out and audit the rest`;
}
