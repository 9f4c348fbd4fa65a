import { describe, expect, it } from "vitest";
import { parsedSession, sessionText } from "../../../web/src/report/session-file.js";
import { sampleAudit } from "../views/sample-audit.js";

const second = sampleAudit({ options: { ...sampleAudit().options, seed: 2 } });

describe("a session", () => {
  it("gives back its audits in order", () => {
    expect(parsedSession(sessionText([sampleAudit(), second], { names: true }, "1.0.0"), "s.json")).toEqual([sampleAudit(), second]);
  });

  it("holds no names where these are left out", () => {
    expect(sessionText([sampleAudit(), second], { names: false }, "1.0.0")).not.toMatch(/images\.npy|texts\.npy/);
  });

  it("is refused where one audit is damaged, by its number", () => {
    const text = sessionText([sampleAudit(), /** @type {any} */ ({ ...second, sas: 1 })], { names: true }, "1.0.0");
    expect(() => parsedSession(text, "s.json")).toThrow(/^Audit 2 of s\.json is a damaged or changed audit: sas/);
    expect(() => parsedSession("{", "s.json")).toThrow(/no complete JSON/);
    expect(() => parsedSession('{"schema":"askew-session/1","audits":[]}', "s.json")).toThrow(/no session with audits/);
  });
});
