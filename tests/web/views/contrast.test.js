import { expect, it } from "vitest";
import { textOf } from "../project.js";

/** @param {string} hex "#1c2530" or "#fff" */
function luminance(hex) {
  const digits = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit).join("") : hex.slice(1);
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const share = Number.parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** @param {string} a @param {string} b */
function contrast(a, b) {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

/** Steps of the ramp from which on the heat map writes in its other colour. */
const DARK_FROM = 6;

const [light, dark] = textOf("web/src/style/tokens.css").split("@media");

it.each([
  ["light", light],
  ["dark", dark],
])("numbers on every step of the ramp can be read in the %s scheme", (_, tokens) => {
  const colour = (/** @type {string} */ name) => new RegExp(`--${name}: (#[\\da-f]+)`).exec(tokens)?.[1] ?? "";
  for (let step = 0; step < 10; step++) {
    const text = colour(step >= DARK_FROM ? "ramp-high" : "ramp-low");
    expect(contrast(colour(`rho-${step}`), text), `step ${step}`).toBeGreaterThanOrEqual(4.5);
  }
});

it.each([
  ["light", light],
  ["dark", dark],
])("every colour of words can be read on every ground that it stands on in the %s scheme", (_, tokens) => {
  const colour = (/** @type {string} */ name) => new RegExp(`--${name}: (#[\\da-f]+)`).exec(tokens)?.[1] ?? "";
  const grounds = ["paper", "card", "faint"];
  const pairs = [
    ...["ink", "muted", "images", "texts"].flatMap((name) => grounds.map((ground) => [name, ground])),
    ["chance-text", "card"],
    ["images", "images-tint"],
    ["texts", "texts-tint"],
    ["good", "card"],
    ["good", "good-tint"],
    ["bad", "card"],
    ["bad", "bad-tint"],
  ];
  for (const [name, ground] of pairs) expect(contrast(colour(name), colour(ground)), `${name} on ${ground}`).toBeGreaterThanOrEqual(4.5);
});
