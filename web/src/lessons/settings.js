/** The playground's settings: one table for sliders, the page's address, and the generator. */

/** @import { Settings, SyntheticSpec } from "../types.d.ts" */
/** @import { Setting } from "./types.d.ts" */

/** @param {number} from @param {number} to @param {number} step */
const steps = (from, to, step) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, k) => Number((from + k * step).toFixed(6)));

/** @type {readonly Setting[]} */
export const SETTINGS = [
  { name: "pairs", label: "Pairs", group: "size", values: [20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000], start: 500 },
  { name: "width", label: "Width (dimensions)", group: "size", values: [8, 16, 32, 64, 128, 256], start: 64 },
  { name: "captions", label: "Texts an image", group: "size", values: [1, 2, 3, 4, 5], start: 1 },
  { name: "shared", label: "Shared factors", group: "structure", values: steps(0, 32, 1), start: 16 },
  { name: "imageOnly", label: "Factors of the images alone", group: "structure", values: steps(0, 12, 1), start: 0 },
  { name: "textOnly", label: "Factors of the texts alone (templates)", group: "structure", values: steps(0, 12, 1), start: 0 },
  { name: "noiseImage", label: "Noise on the images", group: "noise", values: steps(0, 4, 0.05), start: 0.25 },
  { name: "noiseText", label: "Noise on the texts", group: "noise", values: steps(0, 4, 0.05), start: 0.25 },
  { name: "gap", label: "Modality gap", group: "noise", values: steps(0, 1, 0.05), start: 0.15 },
  { name: "wrongPairs", label: "Wrong pairs", group: "defects", values: steps(0, 1, 0.05), start: 0, unit: "share" },
  { name: "duplicates", label: "Repeated texts", group: "defects", values: steps(0, 0.9, 0.05), start: 0, unit: "share" },
  { name: "q", label: "Directions that count", group: "reading", values: steps(0.02, 1, 0.02), start: 0.1, unit: "share" },
  { name: "seed", label: "Seed", group: "reading", values: steps(0, 99, 1), start: 7 },
];

const BY_NAME = new Map(SETTINGS.map((setting) => [/** @type {string} */ (setting.name), setting]));

export const START = /** @type {Readonly<Settings>} */ (
  Object.freeze(Object.fromEntries(SETTINGS.map(({ name, start }) => [name, start])))
);

/** The position of the nearest value. @param {Setting} setting @param {number} value */
export function position({ values }, value) {
  const distances = values.map((one) => Math.abs(one - value));
  return distances.indexOf(Math.min(...distances));
}

/**
 * Settings from an address ("pairs=500&gap=0.3"); what it does not name starts at its usual value.
 * @param {string} text @returns {{ settings: Settings, problems: string[] }} problems: what could not be taken, and what was taken in its place
 */
export function parse(text) {
  const settings = { ...START };
  const problems = [];
  for (const [name, words] of new URLSearchParams(text)) {
    const setting = BY_NAME.get(name);
    if (!setting) {
      problems.push(`The address names “${name}”, which is no setting; it was left out. Known: ${[...BY_NAME.keys()].join(", ")}.`);
      continue;
    }
    const { values, start } = setting;
    const value = words.trim() === "" ? Number.NaN : Number(words);
    const nearest = Number.isFinite(value) ? values[position(setting, value)] : start;
    settings[setting.name] = nearest;
    if (Math.abs(nearest - value) > 1e-9 || !Number.isFinite(value))
      problems.push(
        `The address asks for ${name} = ${words || "nothing"}; ${nearest} was taken, because the slider goes from ${values[0]} to ${values[values.length - 1]} in steps.`,
      );
  }
  return { settings, problems };
}

/** What differs from the start, for the address. @param {Partial<Settings>} settings */
export function format(settings) {
  return SETTINGS.filter(({ name, start }) => settings[name] !== undefined && settings[name] !== start)
    .map(({ name }) => `${name}=${settings[name]}`)
    .join("&");
}

/** @param {Settings} settings @returns {{ spec: SyntheticSpec, options: { topQ: number } }} */
export const recipe = ({ q, ...spec }) => ({ spec, options: { topQ: q } });

/** A value as people read it. @param {Setting} setting @param {number} value */
export function shown({ unit, name, values }, value) {
  if (unit === "share") return `${Math.round(value * 100)} %`;
  if (name === "pairs") return value.toLocaleString("en-US");
  return values.every(Number.isInteger) ? String(value) : value.toFixed(2);
}
