import { sentence } from "../document/words.js";
import { count, duration, isUnavailable } from "../report/numbers.js";
import { fragmentOf } from "../report/permalink.js";
import { capital, pairingInWords, stagesInOrder, stageWords } from "../report/sentences.js";
import { togetherInWords } from "../report/together.js";
import { facts, h } from "./element.js";

/** @import { Audit, AuditInput, PairingChoice } from "../types.d.ts" */
/** @import { Child, ViewOptions } from "./types.d.ts" */

/** @param {AuditInput} input @param {string} title @returns {[string, ...Child[]][]} */
function fileFacts(input, title) {
  return [
    [title, input.file, input.array && h("span.muted", ` · ${input.array}`)],
    ["Rows used × columns", `${count(input.rows)} × ${count(input.cols)}, ${input.dtype}`],
    ["SHA-256", isUnavailable(input.sha256) ? h("span.muted", sentence(input.sha256.reason)) : h("code.hash", input.sha256)],
  ];
}

/** @param {PairingChoice | null} pairing @returns {[string, ...Child[]][]} */
function pairingFacts(pairing) {
  if (!pairing) return [];
  const { says, remark, options } = pairingInWords(pairing);
  return [["Pairs", says, h("span.muted", ` ${remark}`), options && h("code.options", options)]];
}

/** Pairs that are not independent. @param {Audit["inputs"]} inputs @returns {[string, ...Child[]][]} */
function togetherFacts(inputs) {
  const words = togetherInWords(inputs);
  return words.length > 0 ? [["Belong together", words.join(" ")]] : [];
}

/** What is needed to repeat the audit. @param {Element} container @param {Audit} audit @param {ViewOptions} options */
export function render(container, audit, { word }) {
  const { inputs, options, timings, tool } = audit;
  const stages = stagesInOrder(Object.keys(timings).filter((name) => name !== "total" && name !== "scores"));
  container.append(
    h(
      "div.details-columns",
      facts("dl.facts", [...fileFacts(inputs.images, "Images"), ...fileFacts(inputs.texts, capital(word))]),
      facts("dl.facts", [
        ...pairingFacts(inputs.pairing),
        ...togetherFacts(inputs),
        ["Directions kept, q", String(options.topQ)],
        ["ε under the root", String(options.epsilon)],
        ["Neighbours", String(options.neighbours)],
        ["Seed", String(options.seed)],
        ["These options as a link", h("code.address", fragmentOf(options))],
        ["Tool", `${capital(tool.name)} ${tool.version}`],
        ["SHA-256 of its core", h("code.hash", tool.wasmSha256)],
      ]),
      facts("dl.facts", [
        ...stages.map((name) => /** @type {[string, string]} */ ([stageWords(name), duration(timings[name])])),
        ["Scores ready after", duration(timings.scores)],
        ["In all", duration(timings.total)],
      ]),
    ),
  );
}
