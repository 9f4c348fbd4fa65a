/** The command in this process, and each form of a report that it writes. */
import { readFileSync } from "node:fs";
import { main } from "../../web/bin/askew.js";

/** @param {string[]} argv @returns {Promise<{ code: number, out: string, error: string }>} */
export async function askew(...argv) {
  let [out, error] = ["", ""];
  const streams = {
    out: (/** @type {string} */ text) => {
      out += text;
    },
    error: (/** @type {string} */ text) => {
      error += text;
    },
    progress: false,
  };
  return { code: await main(argv, streams), out, error };
}

/** A run as one text: what was asked, how it ended, what it said. @param {string[]} argv */
export async function transcript(...argv) {
  const { code, out, error } = await askew(...argv);
  return `$ askew ${argv.join(" ")}\nexit ${code}\n${error && `--- standard error\n${error}`}${out && `--- standard output\n${out}`}`;
}

/** @param {string[]} argv @returns {Promise<Record<"terminal" | "markdown" | "html" | "csv" | "json", string>>} */
export async function allForms(...argv) {
  const files = ["html", "markdown", "csv"].flatMap((form) => [`--${form}`, `report.${form}`]);
  const terminal = await transcript(...argv, ...files);
  const { out } = await askew(...argv, "--json", "-");
  const text = (/** @type {string} */ form) => readFileSync(`report.${form}`, "utf8");
  return { terminal, markdown: text("markdown"), html: text("html"), csv: text("csv"), json: out };
}
