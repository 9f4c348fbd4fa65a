import { fill, h } from "./element.js";

/** Which build this page is, and how to check it: a file cannot hold its own hash. @param {Element} footer @param {{ version: string, wasmSha256: string }} build @param {() => void} cite */
export function render(footer, { version, wasmSha256 }, cite) {
  fill(
    footer,
    h("span", `Askew ${version} `, h("button#cite-askew.link", { click: cite }, "Cite")),
    h("span", "SHA-256 of its core ", h("code.hash", wasmSha256)),
    h("span", "To check this file, compare ", h("code", "sha256sum askew.html"), " with the published askew.html.sha256."),
  );
}
