/** The time in which the page waits for files: made-up pairs are audited and their report drawn unseen, so that the browser has compiled what the first audit calls. */
import { createCut, createPick } from "../views/followed.js";
import * as report from "../views/report.js";

/** @import { Audit } from "../types.d.ts" */

/**
 * @param {{ window: Pick<Window, "requestIdleCallback" | "setTimeout">, warm: () => Promise<Audit | undefined>, waits: () => boolean }} parts
 *   warm: audits made-up pairs; waits: whether the page still has nothing to do
 */
export function warmUp({ window, warm, waits }) {
  /** @param {() => void} work */
  const idle = (work) => void (window.requestIdleCallback?.(work) ?? window.setTimeout(work, 200));
  const draw = (/** @type {Audit} */ audit) => {
    const options = { word: /** @type {const} */ ("texts"), cut: createCut(audit.options.topQ), pick: createPick(), name: "askew" };
    report.render(document.createElement("div"), audit, options, (work) => idle(() => waits() && work()));
  };
  // An engine that does not start says so when it is to audit.
  idle(() =>
    warm().then(
      (audit) => audit && waits() && draw(audit),
      () => undefined,
    ),
  );
}
