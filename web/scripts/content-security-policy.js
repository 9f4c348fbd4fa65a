import { createHash } from "node:crypto";

/** A source expression that allows exactly this inline text. @param {string} text */
export function hashSource(text) {
  return `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`;
}

/**
 * The policy that the page carries. Everything is forbidden but the page's own script and style (by hash), its workers
 * (blob:), wasm, and pictures that the page draws itself. Workers made from a blob inherit all of it.
 * @param {{ scripts: string[], styles: string[] }} inline the exact text of every inline element
 */
export function contentSecurityPolicy({ scripts, styles }) {
  /** @type {[string, string[]][]} */
  const directives = [
    ["default-src", ["'none'"]],
    ["script-src", [...scripts.map(hashSource), "'wasm-unsafe-eval'"]],
    ["style-src", styles.length ? styles.map(hashSource) : ["'none'"]],
    ["img-src", ["data:", "blob:"]],
    ["worker-src", ["blob:"]],
    // Named although default-src covers them, so that a reader of the page's source sees each door shut.
    ["connect-src", ["'none'"]],
    ["font-src", ["'none'"]],
    ["media-src", ["'none'"]],
    ["object-src", ["'none'"]],
    ["frame-src", ["'none'"]],
    ["manifest-src", ["'none'"]],
    // default-src does not cover these. WebRTC has no directive that browsers know: seal.js takes it away.
    ["form-action", ["'none'"]],
    ["base-uri", ["'none'"]],
  ];
  return directives.map(([name, sources]) => `${name} ${sources.join(" ")}`).join("; ");
}
