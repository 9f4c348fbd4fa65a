import { expect, it } from "vitest";
import { nameExtremes } from "../../../web/src/charts/benchmark/point-names.js";
import { canvas, textWidth } from "../../../web/src/charts/chart.js";
import { drawn } from "../../../web/src/charts/drawing.js";
import { random } from "../engine/pairs.js";

const FRAME = { left: 40, top: 20, right: 560, bottom: 340 };

/** Names with their places. @param {{ x: number, y: number, name: string }[]} points */
function namesOf(points) {
  const svg = drawn((host) => nameExtremes(canvas(host, 600, 380, "points"), points, FRAME));
  return [...svg.matchAll(/<text class="note point-name" x="([\d.]+)" y="([\d.]+)" text-anchor="(\w+)">([^<]*)/g)].map(
    ([, x, y, anchor, text]) => {
      const width = textWidth(text, 11);
      const left = Number(x) - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
      return { text, left, right: left + width, top: Number(y) - 10, bottom: Number(y) + 3 };
    },
  );
}

it("names the outermost points, each once, and no other", () => {
  const points = [
    { x: 50, y: 100, name: "left" },
    { x: 550, y: 120, name: "right and high" },
    { x: 300, y: 300, name: "low" },
    { x: 300, y: 200, name: "middle" },
  ];
  points[1].y = 30;
  expect(
    namesOf(points)
      .map(({ text }) => text)
      .sort(),
  ).toEqual(["left", "low", "right and high"]);
  expect(namesOf([])).toEqual([]);
});

it("a name touches no point, no other name and no edge, whatever the points", () => {
  const next = random(5);
  for (let trial = 0; trial < 50; trial++) {
    const spread = trial % 2 ? 1 : 0.08;
    const points = Array.from({ length: 40 }, (_, i) => ({
      x: 300 + 500 * spread * (next() - 0.5),
      y: 180 + 300 * spread * (next() - 0.5),
      name: `a model of some name ${i}`,
    }));
    const names = namesOf(points);
    for (const [i, a] of names.entries()) {
      expect(a.left >= FRAME.left && a.right <= FRAME.right && a.top >= FRAME.top && a.bottom <= FRAME.bottom).toBe(true);
      expect(points.filter(({ x, y }) => x + 4 > a.left && x - 4 < a.right && y + 4 > a.top && y - 4 < a.bottom)).toEqual([]);
      for (const b of names.slice(i + 1)) expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
    }
  }
});
