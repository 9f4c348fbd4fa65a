import { count, fileSize } from "../report/numbers.js";
import { facts, h } from "./element.js";
import { dataTable } from "./table.js";

/** @import { Preview } from "../report/aggregate.js" */

/** What exactly is in a moments file: its words as they stand there, every array of sums, its size. @param {Preview} preview */
export function whatLeaves({ metadata, tensors, numbers, bytes }) {
  return [
    h("h3", "What leaves"),
    h("p.how", `${count(numbers)} numbers, ${fileSize(bytes)}. No row, no file name, none of the texts.`),
    facts("dl.facts", Object.entries(metadata)),
    h(
      "details",
      h("summary", `All ${tensors.length} arrays of sums`),
      dataTable({
        caption: "Arrays in the file",
        columns: ["Array", "Shape"],
        rows: tensors.map(({ name, shape }) => [name, shape.join(" × ")]),
      }),
    ),
  ];
}
