/** How sheets are made as elements of the page. */
import { mathElement } from "./definitions.js";
import { h } from "./element.js";

/** @import { Maker } from "../document/types.d.ts" */

/** @type {Maker<Element>} */
export const PAGE = {
  h,
  chart(draw) {
    const host = h("span");
    draw(host);
    return host.firstChild ? host : undefined;
  },
  formula: mathElement,
};
