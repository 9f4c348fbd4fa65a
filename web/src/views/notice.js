import { sentence } from "../document/words.js";
import { isUnavailable } from "../report/numbers.js";
import { isPending } from "../report/sentences.js";
import { h } from "./element.js";

/** In place of what could not be had: the reason, said once. @param {Element} container @param {...unknown} quantities */
export function missing(container, ...quantities) {
  const reasons = new Set(quantities.filter(isUnavailable).map((quantity) => quantity.reason));
  for (const reason of reasons)
    container.append(isPending(reason) ? h("p.pending", "Still being computed.") : h("p.unavailable", sentence(reason)));
}
