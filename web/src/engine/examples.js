/** The built-in examples: settings of the core's generator. */
export const EXAMPLES = Object.freeze({
  balanced: {
    title: "balanced",
    spec: { pairs: 1000, width: 128, shared: 24, seed: 7 },
  },
  imagePrivate: {
    title: "images with private structure",
    spec: { pairs: 1000, width: 128, shared: 24, imageOnly: 8, seed: 7 },
  },
  textPrivate: {
    title: "texts with private structure",
    spec: { pairs: 1000, width: 128, shared: 24, textOnly: 8, seed: 7 },
  },
});
