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
  title: "What is an eigenmode of embeddings?",
  about: "Bars, their height and their colour: the picture that everything else is read from.",
  minutes: 4,
  steps: [
    {
      title: "Directions of variance",
      settings: { shared: 4, gap: 0 },
      charts: ["spectra"],
      says: (m) => [
        "These are 500 made-up images and their texts, each a vector of 64 numbers. As in PCA, the 64 axes are turned so that the first holds as much variance as any direction can, the second as much of the rest, and so on. Such a direction is an eigenmode (an eigenvector of the covariance matrix), its variance the eigenvalue.",
        `One bar is one direction, on a log scale. The first holds ${percent(shares(images(m))[0])} of the images’ variance, the first four together ${percent(total(shares(images(m)).slice(0, 4)))}. The others share what is left: noise.`,
      ],
      question: {
        asks: "This set was made from 4 factors. What will the spectrum look like with 12?",
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
        `The colour of a bar is |ρ|: how strongly the two sides correlate along that direction, each text projected onto the same axis as its image. Dark is 1, pale is 0. Here the two strongest directions of the images have |ρ| ${leadingInWords(m)}.`,
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
