import { format, ticks as niceTicks, pointer, scaleLinear, scaleLog } from "d3";
import { amount, withValues } from "../report/amounts.js";
import { countOf, decade, fixed, percent } from "../report/numbers.js";
import { capital, chanceLevel } from "../report/sentences.js";
import { independentPairs } from "../resampling.js";
import { axisBelow, axisLeft, box, canvas, label, line, RAMP_STEPS, rampClass, textWidth } from "./chart.js";
import { modesKept } from "./score.js";

/** @import { Audit, Modes } from "../types.d.ts" */
/** @import { BothModes, ChartOptions, Drawing, Group, Place, Scale, Spot, Table } from "./types.d.ts" */

/** @typedef {{ modes: Modes, shares: number[], kept: number, classes: string, title: string, short: string }} Panel */

/** Decades shown at most; a bar below them is a stub. */
const DECADES = 3;

/** Room for the numbers of the upright axis. */
const AXIS = 58;

/** The chosen direction's bar. @param {Element} host @param {Place | null} place */
export function mark(host, place) {
  for (const bar of host.querySelectorAll(".bar.picked")) bar.classList.remove("picked");
  if (place) host.querySelector(`[data-side="${place.side}"] [data-mode="${place.mode}"]`)?.classList.add("picked");
}

/** @param {() => Audit} current with modes @param {ChartOptions} options @param {{ all: boolean }} [zoom] @returns {Drawing} */
export function drawing(current, options, zoom = { all: false }) {
  const modes = () => /** @type {BothModes} */ (current().modes);
  return {
    name: `${options.name}-spectra`,
    title: "the two eigenspectra",
    cut: options.cut,
    draw: (host, width) => {
      const spots = draw(host, width, modes(), independentPairs(current().inputs), options, zoom.all);
      if (options.pick?.place) mark(host, options.pick.place);
      return spots;
    },
    table: () => table(modes(), options.word),
  };
}

/** How many leading modes are worth drawing: past the cut, and 99 % of the variance. @param {Panel[]} panels */
function leadingCount(panels) {
  const last = panels[0].shares.length;
  let wanted = 24;
  for (const { shares, kept } of panels) {
    let sum = 0;
    let k = 0;
    while (k < last && sum < 0.99) sum += shares[k++];
    wanted = Math.max(wanted, Math.min(k, 80), Math.ceil(kept * 1.15));
  }
  return Math.min(last, wanted);
}

/** @param {Modes} modes */
function variances(modes) {
  const total = modes.eigenvalues.reduce((sum, value) => sum + value, 0);
  return modes.eigenvalues.map((value) => (total > 0 ? value / total : 0));
}

/**
 * @param {Element} host @param {number} width @param {BothModes} modes @param {number} pairs
 * @param {{ word: ChartOptions["word"], cut: { q: number }, pick?: ChartOptions["pick"] }} options @param {boolean} all
 * @returns {Spot[]}
 */
function draw(host, width, modes, pairs, { word, cut, pick }, all) {
  /** @type {Panel[]} */
  const panels = [
    { modes: modes.imageAnchor, classes: "images", title: "Images: share of their variance", short: "image" },
    { modes: modes.textAnchor, classes: "texts", title: `${capital(word)}: share of their variance`, short: word.slice(0, -1) },
  ].map((panel) => ({ ...panel, shares: variances(panel.modes), kept: modesKept(panel.modes, cut.q) }));
  const shown = all ? panels[0].shares.length : leadingCount(panels);
  const drawn = panels.flatMap(({ shares }) => shares.slice(0, shown)).filter((share) => share > 0);
  const most = Math.max(...drawn);
  const least = Math.max(Math.min(...drawn), most * 10 ** -DECADES);
  const beside = width >= 640;
  const gap = 36;
  const panelWidth = beside ? (width - gap) / 2 : width;
  const plot = beside ? Math.min(300, Math.max(190, panelWidth * 0.42)) : 180;
  const panelHeight = plot + 92;
  const keyTop = beside ? panelHeight : 2 * panelHeight;
  const said =
    `Eigenspectra of ${word} and images, the ${shown} leading of ${panels[0].shares.length} directions. ` +
    panels
      .map(
        (panel) =>
          `First ${panel.short} direction: ${percent(panel.shares[0], 1)} of the variance, correlation ${fixed(panel.modes.absCorrelation[0], 2)}.`,
      )
      .join(" ");
  const g = canvas(host, width, keyTop + (beside ? 52 : 70), said);
  const spots = panels.flatMap((panel, i) => {
    const side = i === 0 ? /** @type {const} */ ("image") : /** @type {const} */ ("text");
    const [left, high] = beside ? [i * (panelWidth + gap), 0] : [0, i * panelHeight];
    const place = g.append("g").attr("transform", `translate(${left},${high})`);
    place.attr("data-side", side);
    const { x, y } = spectrum(place, panel, { width: panelWidth, plot, shown, least, most, q: cut.q });
    place.on("click", (event) => {
      const mode = Math.floor(x.invert(pointer(event, place.node())[0]));
      if (mode >= 0 && mode < shown && panel.modes.eigenvalues[mode] > 0) pick?.set({ side, mode });
    });
    return panel.shares.slice(0, shown).map((share, mode) => ({
      x: left + x(mode + 0.5),
      y: high + y(Math.max(share, least)),
      box: /** @type {Spot["box"]} */ ([left + x(mode), high + 44, left + x(mode + 1), high + 44 + plot]),
      row: i,
      column: mode,
      name: `${capital(panel.short)} direction ${mode + 1}`,
      lines: () => [`${shareWords(share)} of the variance`, `|ρ| ${fixed(panel.modes.absCorrelation[mode])}`],
      ...(panel.modes.eigenvalues[mode] > 0 && pick && { choose: () => pick.set({ side, mode }) }),
    }));
  });
  ramp(g, 0, keyTop + 10, Math.min(width, 420), chanceLevel(pairs), beside);
  return spots;
}

/** @param {number} share */
const shareWords = (share) => `${Number((share * 100).toPrecision(3))} %`;

/** @param {Group} g @param {Panel} panel @param {{ width: number, plot: number, shown: number, least: number, most: number, q: number }} options */
function spectrum(g, { modes, shares, kept, classes, title, short }, { width, plot, shown, least, most, q }) {
  const top = 44;
  const bottom = top + plot;
  const x = scaleLinear([0, shown], [AXIS, width - 4]);
  const floor = 10 ** Math.floor(Math.log10(least) + 1e-9);
  const y = scaleLog([floor, Math.min(1, Math.max(most * 1.25, floor * 10))], [bottom, top]).clamp(true);
  label(g, `direct ${classes}`, 0, 14, title);
  // Low bars are hard to hit: the whole column above one stands for it.
  box(g, "hit", AXIS, top, width - 4 - AXIS, plot);
  const decades = [];
  for (let tick = floor; tick <= y.domain()[1] * 1.0001; tick *= 10) decades.push(tick);
  axisLeft(g, { scale: y, across: x, ticks: decades, format: decade, title: "" });
  const slot = x(1) - x(0);
  const air = slot > 5 ? 1 : slot > 2.5 ? 0.5 : 0;
  for (let k = 0; k < shown; k++) {
    const height = Math.max(1.5, bottom - y(Math.max(shares[k], floor)));
    box(
      g,
      `bar ${rampClass(modes.absCorrelation[k])}${k < kept ? "" : " left-out"}${slot < 3 ? " thin" : ""}`,
      x(k),
      bottom - height,
      slot - air,
      height,
    ).attr("data-mode", k);
  }
  const text = `top ${percent(q)}: ${countOf(kept, "direction")}`;
  const at = x(Math.min(kept, shown));
  line(g, "cut", at, top - 8, at, bottom);
  const room = textWidth(text);
  if (at - room - 6 >= AXIS) label(g, "cut-name", at - 6, top - 10, text, "end");
  else label(g, "cut-name", Math.min(at, width - room), top - 12, text);
  const ticks = [1, ...niceTicks(0, shown, Math.max(2, Math.floor(width / 110))).filter((tick) => tick > 1 && Number.isInteger(tick))];
  axisBelow(g, {
    scale: /** @type {Scale} */ (x.copy().domain([0.5, shown + 0.5])),
    ticks,
    format: format(","),
    y: bottom,
    title: `${short} direction, strongest first`,
  });
  return { x, y };
}

/** @param {Group} g @param {number} x @param {number} y @param {number} width @param {number} chance @param {boolean} beside */
function ramp(g, x, y, width, chance, beside) {
  const text = "how strongly the other side follows, |ρ|";
  label(g, "axis-title", x, y + 10, text);
  const from = beside ? textWidth(text) + 20 : 18;
  const row = beside ? y : y + 18;
  const length = beside ? 220 : Math.min(220, width - 36);
  label(g, "tick", from - 6, row + 10, "0", "end");
  for (let step = 0; step < RAMP_STEPS; step++)
    box(g, `bar rho-${step}`, from + (step * length) / RAMP_STEPS, row, length / RAMP_STEPS, 12);
  label(g, "tick", from + length + 6, row + 10, "1");
  const at = from + length * chance;
  line(g, "axis", at, row - 2, at, row + 17);
  label(g, "tick", at, row + 28, `chance ≈ ${fixed(chance)}`, at < 70 + (beside ? from : 0) ? "start" : "middle");
}

/** @param {BothModes} modes @param {ChartOptions["word"]} word @returns {Table} */
function table({ imageAnchor, textAnchor }, word) {
  const shares = [variances(imageAnchor), variances(textAnchor)];
  const share = (/** @type {number} */ value) => amount(shareWords(value), value);
  const size = (/** @type {number} */ value) => amount(fixed(value), value);
  return withValues({
    caption: "Eigenspectra: share of variance and |ρ| of every direction",
    columns: ["Direction", "Images: share", "Images: |ρ|", `${capital(word)}: share`, `${capital(word)}: |ρ|`],
    rows: imageAnchor.eigenvalues.map((_, k) => [
      k + 1,
      share(shares[0][k]),
      size(imageAnchor.absCorrelation[k]),
      share(shares[1][k] ?? 0),
      size(textAnchor.absCorrelation[k] ?? 0),
    ]),
  });
}
