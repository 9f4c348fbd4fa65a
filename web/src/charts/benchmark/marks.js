/** What the four charts of a benchmark share: marks of domains and their key. */
import { label, textWidth } from "../chart.js";

/** @import { Benchmark } from "../../types.d.ts" */
/** @import { Group } from "../types.d.ts" */

/** Shape before colour: the first domain is a ring, the second filled, others a small cross. @param {readonly string[]} domains @param {string} domain */
export const markOf = (domains, domain) => /** @type {const} */ (["ring", "disc"])[domains.indexOf(domain)] ?? "cross";

/** @param {Group} g @param {"ring" | "disc" | "cross"} kind @param {number} x @param {number} y @param {{ faint?: boolean, tone?: string, model?: string }} [more] model: whose it is */
export function mark(g, kind, x, y, { faint = false, tone = "ink", model } = {}) {
  const classes = `mark ${kind} ${tone}${faint ? " faint" : ""}`;
  const shape =
    kind === "cross"
      ? g.append("path").attr("d", `M${x - 4} ${y - 4}L${x + 4} ${y + 4}M${x - 4} ${y + 4}L${x + 4} ${y - 4}`)
      : g
          .append("circle")
          .attr("cx", x)
          .attr("cy", y)
          .attr("r", kind === "ring" ? 4 : 4.5);
  shape.attr("class", classes);
  if (model !== undefined) shape.attr("data-model", model);
}

/** Domains with their marks, on one line or more; returns the height taken. @param {Group} g @param {number} y @param {number} width @param {readonly string[]} domains @param {readonly string[]} all @param {string} [more] a word after them */
export function markKey(g, y, width, domains, all, more) {
  let x = 0;
  let line = y;
  for (const domain of all) {
    const wide = 16 + textWidth(domain) + 18;
    if (x > 0 && x + wide > width) {
      x = 0;
      line += 18;
    }
    mark(g, markOf(domains, domain), x + 6, line - 4);
    label(g, "note", x + 16, line, domain);
    x += wide;
  }
  if (more) {
    if (x > 0 && x + textWidth(more) > width) {
      x = 0;
      line += 18;
    }
    label(g, "note", x, line, more);
  }
  return line - y + 18;
}

/** Domains in use, the compared ones first. @param {Benchmark} benchmark */
export function domainsInUse({ runs, options: { domains } }) {
  const there = new Set(runs.filter(({ failure }) => !failure).map(({ domain }) => domain));
  return [...domains.filter((domain) => there.has(domain)), ...[...there].filter((domain) => !domains.includes(domain))];
}
