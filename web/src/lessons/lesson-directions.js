import { fixed, percent } from "../report/numbers.js";
import { modes, shares, tall, total } from "./measures.js";

/** @import { Measured } from "../types.d.ts" */
/** @import { Lesson } from "./types.d.ts" */

/** @param {Measured} m */
const images = (m) => modes(m, "imageAnchor");
/** Effective rank of the images. @param {Measured} m */
const rank = (m) => m.audit.spectrum.image.effectiveRank;
/** |ρ| of the two strongest directions of the images. @param {Measured} m */
const leadingTwo = (m) => images(m).absCorrelation.slice(0, 2);
/** @param {Measured} m */
const leadingInWords = (m) =>
  leadingTwo(m)
    .map((value) => fixed(value))
    .join(" and ");

/** @type {Lesson} */
export const directions = {
  id: "directions",
  title: "What is a direction?",
  about: "Bars, their height and their colour: the picture that everything else is read from.",
  minutes: 4,
  steps: [
    {
      title: "What items differ in",
      settings: { shared: 4, gap: 0 },
      charts: ["spectra"],
      says: (m) => [
        "These are 500 made-up images and their texts. A model has made a list of 64 numbers of each: its embedding. No two lists are the same. In what do they differ?",
        "Some differences are large, such as that between a child’s X-ray and an adult’s; most are small. A direction is one such difference. The first is the one in which the images differ most, the second the one in which they differ most apart from the first, and so on. How much they differ in it is its variance.",
        `One bar is one direction, and its height is its share of the variance. Each line up is ten times as much. The first holds ${percent(shares(images(m))[0])} of the images’ variance, the first four together ${percent(total(shares(images(m)).slice(0, 4)))}. The others share what is left: noise. (In statistics directions are principal components, or eigenvectors.)`,
      ],
      question: {
        asks: "This set was made from 4 factors. What will the bars look like with 12?",
        after: { shared: 12, gap: 0 },
        options: [
          { text: "Four bars as now, each taller", holds: (_, then) => tall(images(then)) === 4 },
          { text: "About twelve bars that stand out", holds: (_, then) => Math.abs(tall(images(then)) - 12) <= 1 },
          { text: "All 64 bars about equally tall", holds: (_, then) => tall(images(then)) === 0 },
        ],
        says: (before, then) => [
          `Each factor brings a direction of its own: ${tall(images(before))} bars were more than ten times the middle one, now ${tall(images(then))} are. Together they are what the embeddings can tell apart.`,
        ],
      },
      claims: [
        { says: "four directions hold most of the variance", holds: (before) => total(shares(images(before)).slice(0, 4)) > 0.9 },
        { says: "the first four stand out", holds: (before) => tall(images(before)) === 4 },
      ],
    },
    {
      title: "How many directions does a side use?",
      settings: { shared: 12 },
      charts: ["spectra"],
      says: (m) => [
        `The effective rank counts directions, weighted by their variance: if r directions shared it equally, it would be r. For these images it is ${fixed(rank(m), 1)}, a little below the 12 factors, because the later factors are weaker.`,
      ],
      question: {
        asks: "Now the images get strong noise in every direction. What happens to their effective rank?",
        after: { shared: 12, noiseImage: 2 },
        options: [
          { text: "It falls: noise hides factors", holds: (a, b) => rank(b) < rank(a) - 1 },
          { text: "It stays: the content is the same", holds: (a, b) => Math.abs(rank(b) - rank(a)) <= 1 },
          { text: "It rises", holds: (a, b) => rank(b) > rank(a) + 1 },
        ],
        says: (a, b) => [
          `It rises from ${fixed(rank(a), 1)} to ${fixed(rank(b), 1)}, though nothing was added that means anything: noise fills all 64 directions. Effective rank counts directions that vary, not directions that mean something.`,
        ],
      },
      claims: [{ says: "the effective rank is a little below 12", holds: (a) => rank(a) < 12 && rank(a) > 8 }],
    },
    {
      title: "Does the other side follow?",
      settings: { shared: 12 },
      charts: ["spectra"],
      says: (m) => [
        `The colour of a bar says whether the other side goes along: if an image lies far out in this direction, does its text too? That is |ρ|, the correlation of the two sides. Dark is 1, always; pale is 0, not at all. Here the two strongest directions of the images have |ρ| ${leadingInWords(m)}.`,
      ],
      question: {
        asks: "Now the images get two factors of their own, twice as strong as the strongest shared one. No text mentions them. How will the images’ two tallest bars look?",
        after: { shared: 12, imageOnly: 2 },
        options: [
          { text: "Dark, as before", holds: (_, b) => Math.min(...leadingTwo(b)) > 0.7 },
          { text: "Pale", holds: (_, b) => Math.max(...leadingTwo(b)) < 0.4 },
          { text: "One dark, one pale", holds: (_, b) => Math.min(...leadingTwo(b)) < 0.4 && Math.max(...leadingTwo(b)) > 0.7 },
        ],
        says: (_, b) => [
          `Pale: |ρ| is ${leadingInWords(b)}. The images’ most important directions are now ones that the texts do not follow. A tall pale bar is the thing to look for in an audit.`,
        ],
      },
      claims: [{ says: "at first the two strongest directions are followed", holds: (a) => Math.min(...leadingTwo(a)) > 0.9 }],
    },
  ],
};
