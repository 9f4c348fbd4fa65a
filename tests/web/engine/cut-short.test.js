import { describe, expect, it } from "vitest";
import { parsedAudit } from "../../../web/src/report/saved-audit.js";
import { isPartial } from "../../../web/src/report/sentences.js";
import { verificationTitle, verify } from "../../../web/src/report/verification.js";
import { testEngine } from "./engine.js";
import { somePairs } from "./pairs.js";

/** @import { Audit } from "../../../web/src/types.d.ts" */

const { engine } = await testEngine();
const pairs = somePairs({ n: 700, d: 96 });
const options = { bootstrap: 20, permutations: 200 };
const whole = await engine.audit(pairs, options);

/** The audit, ended once a stage has begun and there are scores: some stages may begin before. @param {string} stage */
async function endedIn(stage) {
  const enough = new AbortController();
  let [begun, scores] = [false, false];
  const end = () => {
    if (begun && scores) setTimeout(() => enough.abort());
  };
  const audit = await engine.audit(pairs, options, {
    enough: enough.signal,
    onPartial: () => {
      scores = true;
      end();
    },
    onProgress: (progress) => {
      begun ||= progress.stage === stage;
      end();
    },
  });
  return { audit, ended: enough.signal.aborted };
}

describe("an audit that is ended", () => {
  it.each(["spectrum", "neighbours", "chance", "intervals"])(
    "in %s keeps what it has by then, to the last digit, says what it lacks, and is read back from its file",
    async (stage) => {
      const { audit, ended } = await endedIn(stage);
      expect(ended).toBe(true);
      const codes = audit.inputs.findings.map(({ code }) => code);
      expect(codes).toContain("CUT_SHORT");
      expect(audit.metrics.cka).toBe(whole.metrics.cka);
      expect(isPartial(audit)).toBe(false);
      const read = parsedAudit(JSON.stringify(audit), "audit.json");
      expect(verify(read, whole)).toMatchObject({
        agrees: true,
        notes: expect.arrayContaining([expect.stringContaining("stopped before its end")]),
      });
      // A wrong digit is still found.
      const altered = /** @type {Audit} */ (JSON.parse(JSON.stringify(audit)));
      altered.metrics.cka = 0.5;
      expect(verify(altered, whole).differences.map(({ path }) => path)).toEqual(["metrics.cka"]);
      // And a finding that the whole audit does not have.
      const invented = /** @type {Audit} */ (JSON.parse(JSON.stringify(audit)));
      invented.inputs.findings.push({ ...invented.inputs.findings[0], code: "ZERO_ROWS", count: 3 });
      expect(verify(invented, whole).differences.map(({ path }) => path)).toEqual(["inputs.findings"]);
      // Stopped while it is made again, it verifies nothing as a whole.
      const again = verify(whole, audit);
      expect(again).toMatchObject({ agrees: false, partial: true, differing: 0 });
      expect(again.compared).toBeLessThan(verify(whole, whole).compared);
      expect(verificationTitle(again)).toMatch(
        /^Verified in part only: the audit was stopped, and the [\d,]+ values that it had by then agree/,
      );
    },
  );

  it("before it has scores is cancelled", async () => {
    const enough = new AbortController();
    enough.abort();
    await expect(engine.audit(pairs, options, { enough: enough.signal })).rejects.toMatchObject({ code: "CANCELLED" });
  });
});
