import { expect, it } from "vitest";
import { latexOf, markdownOf, tsvOf } from "../../../web/src/document/copied-table.js";
import { amount, NONE, withValues } from "../../../web/src/report/amounts.js";

const table = withValues({
  caption: "R@1 of 50 % & more",
  columns: ["Model_name", "R@1", "95 % interval", "Remarks"],
  rows: [
    ["a|b\tc", amount("26.0 %", 0.260123456789), amount("−0.1 to 0.2", { low: -0.1, high: 0.2000001 }), "=SUM(A1)"],
    ["#2 {x} ~^\\", amount("4.1 × 10⁻⁹", 4.1234e-9), amount(NONE), NONE],
  ],
});

it("TSV has every digit, an interval in two columns, nothing for what is missing, and no formula", () => {
  expect(tsvOf(table)).toBe(
    [
      "Model_name\tR@1\t95 % interval: low\t95 % interval: high\tRemarks",
      "a|b c\t0.260123456789\t-0.1\t0.2000001\t'=SUM(A1)",
      "#2 {x} ~^\\\t4.1234e-9\t\t\t",
      "",
    ].join("\n"),
  );
});

it("TSV has a column for plain numbers beside those for parts where a column holds both", () => {
  const mixed = withValues({
    caption: "",
    columns: ["Row", "R@1"],
    rows: [
      ["Recall", amount("26 %", 0.26)],
      ["Interval", amount("…", { low: 0.2, high: 0.3 })],
    ],
  });
  expect(tsvOf(mixed)).toBe("Row\tR@1\tR@1: low\tR@1: high\nRecall\t0.26\t\t\nInterval\t\t0.2\t0.3\n");
});

it("LaTeX is a booktabs table, words to the left and numbers to the right, and what it would read as its own is escaped", () => {
  expect(latexOf(table)).toBe(`\\begin{table}
  \\caption{R@1 of 50~\\% \\& more}
  \\begin{tabular}{lrrl}
    \\toprule
    Model\\_name & R@1 & 95~\\% interval & Remarks \\\\
    \\midrule
    a$|$b c & 26.0~\\% & $-$0.1 to 0.2 & =SUM(A1) \\\\
    \\#2 \\{x\\} \\textasciitilde{}\\textasciicircum{}\\textbackslash{} & 4.1 $\\times$ 10$^{-9}$ & -- & -- \\\\
    \\bottomrule
  \\end{tabular}
\\end{table}
`);
});

it("Markdown has the words, its own signs escaped", () => {
  expect(markdownOf(table)).toBe(
    [
      "| Model\\_name | R@1 | 95 % interval | Remarks |",
      "| :-- | --: | --: | :-- |",
      "| a\\|b c | 26.0 % | −0.1 to 0.2 | =SUM(A1) |",
      "| \\#2 {x} \\~^\\\\ | 4.1 × 10⁻⁹ | – | – |",
      "",
    ].join("\n"),
  );
});
