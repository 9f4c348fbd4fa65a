import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEngine } from "../../../web/src/engine/index.js";
import { nodePlatform } from "../../../web/src/engine/platform-node.js";

/** @import { Audit, SyntheticSpec } from "../../../web/src/types.d.ts" */

/** @type {ReturnType<typeof createEngine>} */
let engine;
beforeAll(async () => {
  engine = createEngine({ platform: await nodePlatform(), workers: 2 });
});
afterAll(() => engine.dispose());

/** What does not depend on when and where. @param {Audit} audit */
const numbers = ({ sas, sweep, modes, spectrum, metrics, retrieval, cosine, inputs: { findings } }) => ({
  ...{ sas, sweep, modes, spectrum, metrics, retrieval, cosine, findings },
});

describe("a quick audit", () => {
  /** @type {[string, SyntheticSpec][]} */
  const SPECS = [
    ["of few pairs", { pairs: 40, width: 64, shared: 8, seed: 2 }],
    ["of several blocks, with three texts an image", { pairs: 700, width: 32, captions: 3, shared: 8, textOnly: 3, seed: 3 }],
    ["with wrong pairs and repeated texts", { pairs: 300, width: 32, shared: 8, wrongPairs: 0.2, duplicates: 0.3, seed: 4 }],
  ];

  it.each(SPECS)("%s has every digit of the full audit, whose chance levels and intervals it leaves out", async (_, spec) => {
    const { audit } = await engine.quick(spec);
    const full = await engine.audit(await engine.generated("made", spec), { hashes: false, bootstrap: 0, permutations: 0 });
    expect(numbers(audit)).toEqual(numbers(full));
  });

  it("refuses what the generator refuses, in its words, and serves the next", async () => {
    await expect(engine.quick({ pairs: 1, width: 8 })).rejects.toMatchObject({ code: "OUT_OF_RANGE" });
    await expect(engine.quick({ pairs: 40, width: 8, gap: -1 })).rejects.toMatchObject({
      code: "OUT_OF_RANGE",
      message: expect.stringContaining("gap"),
    });
    expect((await engine.quick({ pairs: 40, width: 8, shared: 3 })).audit.inputs.pairs).toBe(40);
  });
});

describe("planted truth", () => {
  it("stands beside the measured scores: shares sum to 1, scores are near where many pairs measure them", async () => {
    const { audit, planted } = await engine.quick({
      pairs: 2000,
      width: 32,
      shared: 8,
      noiseImage: 0.5,
      noiseText: 0.5,
      gap: 0.05,
      seed: 1,
    });
    for (const { shared, own, noise } of [planted.image, planted.text]) expect(shared + own + noise).toBeCloseTo(1, 12);
    // 0.05: 0.018 is the chance level of 2,000 pairs; the rest is the scaling of rows to length 1.
    expect(Math.abs(planted.imageToText - Number(audit.sas.imageToText))).toBeLessThan(0.05);
    expect(Math.abs(planted.textToImage - Number(audit.sas.textToImage))).toBeLessThan(0.05);
  });
});
