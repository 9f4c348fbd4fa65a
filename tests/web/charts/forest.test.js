// @vitest-environment jsdom
import { expect, it } from "vitest";
import { drawing, estimate, extent } from "../../../web/src/charts/forest.js";
import { figure } from "../../../web/src/views/figure.js";

const rows = [
  { label: "Site <b>A</b>", n: 400, value: 0.1, low: 0.05, high: 0.15, chance: 0.04 },
  { label: "Site B", n: 100, value: -0.2, low: -0.4, high: 0 },
  { label: "Site C", n: 9, reason: "too few pairs" },
  { label: "without Site A", n: 109, value: -0.1, muted: true },
  { label: "All sites", n: 509, value: 0.05, low: 0.01, high: 0.09, total: true },
];

/** @param {Partial<import("../../../web/src/charts/types.d.ts").Forest>} [more] */
function drawn(more) {
  const host = document.createElement("div");
  document.body.append(host);
  figure(host, drawing({ rows, name: "sites", title: "imbalance by site", axis: "imbalance", signed: true, ...more }));
  return host;
}

it("every row has its mark, and one without a value says so", () => {
  const host = drawn();
  expect(host.querySelectorAll("circle.dot")).toHaveLength(3);
  expect(host.querySelectorAll("path.dot")).toHaveLength(1);
  expect(host.querySelectorAll(".chance-mark")).toHaveLength(1);
  expect([...host.querySelectorAll("text")].map((text) => text.textContent)).toContain("not available");
  expect(host.querySelector("svg")?.getAttribute("aria-label")).toContain("Site C not available");
});

it("labels are text, never markup", () => {
  const host = drawn();
  expect(host.querySelector("b")).toBeNull();
  expect([...host.querySelectorAll("text")].map((text) => text.textContent)).toContain("Site <b>A</b>, 400");
});

it("its table twin has the same numbers and the reasons", () => {
  const host = drawn();
  const twin = /** @type {HTMLDetailsElement} */ (host.querySelector("details"));
  twin.open = true;
  twin.dispatchEvent(new Event("toggle"));
  const cells = [...twin.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent));
  expect(cells[0]).toEqual(["Site <b>A</b>", "400", "+0.1000", "+0.0500 to +0.1500"]);
  expect(cells[2]).toEqual(["Site C", "9", "too few pairs", "–"]);
});

it("the axis holds every interval; differences hold 0, scores stay within 0 and 1", () => {
  const [low, high] = extent({ rows, name: "", title: "", axis: "", signed: true });
  expect(low).toBeLessThan(-0.4);
  expect(high).toBeGreaterThan(0.15);
  const scores = [{ label: "a", value: 0.99, low: 0.98, high: 1 }];
  expect(extent({ rows: scores, name: "", title: "", axis: "" })[1]).toBe(1);
  expect(extent({ rows: [], name: "", title: "", axis: "" })).toEqual([0, 1]);
});

it("the more pairs, the larger the dot", () => {
  const [a, b] = [...drawn().querySelectorAll("circle.dot")].map((dot) => Number(dot.getAttribute("r")));
  // Areas as 400 to 100.
  expect(a / b).toBeCloseTo(2, 6);
});

it("an estimate is a value with its interval, or the reason why there is none", () => {
  expect(estimate(0.5, { low: 0.4, high: 0.6 })).toEqual({ value: 0.5, low: 0.4, high: 0.6 });
  expect(estimate({ status: "unavailable", reason: "too few pairs" })).toEqual({ reason: "too few pairs" });
});

it("a long name gives way, not its number of pairs; both ends of the axis can be read at any width", () => {
  const long = { label: "University Medical Centre North, Department of Radiology, Outpatients", n: 4200, value: 0.1 };
  const host = drawn({ rows: [long], ends: ["text directions followed better", "image directions followed better"] });
  const texts = [...host.querySelectorAll("text")].map((text) => text.textContent ?? "");
  expect(texts.some((text) => /^University.*….*, 4,200$/.test(text))).toBe(true);
  const [below, above] = [...host.querySelectorAll("text")].filter((text) => /[←→]/.test(text.textContent ?? ""));
  const [from, to] = [below, above].map((text) => Number(text.getAttribute("x")));
  // About 6 px a letter: beside each other only where there is room.
  if (to - from < 6 * 66) expect(above.getAttribute("y")).not.toBe(below.getAttribute("y"));
});
