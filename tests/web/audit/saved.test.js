import { describe, expect, it } from "vitest";
import { savedAmong } from "../../../web/src/audit/saved.js";
import { sessionText } from "../../../web/src/report/session-file.js";
import { sampleAudit } from "../views/sample-audit.js";

const file = (/** @type {string} */ name, /** @type {string} */ text) => new File([text], name);
const audit = file("audit.json", JSON.stringify(sampleAudit(), null, 2));
const data = file("images.npy", "bytes");

describe("among dropped files", () => {
  it("one saved audit is told from data, and from other JSON", async () => {
    const other = file("labels.json", '{"schema": "mine"}');
    const { saved, data: rest } = await savedAmong([data, audit, other]);
    expect(saved).toMatchObject({ name: "audit.json", audit: { schema: "askew-audit/1" } });
    expect(rest).toEqual([data, other]);
  });

  it("several audits are left to the benchmark", async () => {
    const both = [audit, file("second.json", JSON.stringify(sampleAudit()))];
    expect(await savedAmong(both)).toEqual({ data: both });
  });

  it("a session gives all its audits, the last one first", async () => {
    const { saved } = await savedAmong([file("s.json", sessionText([sampleAudit(), sampleAudit()], { names: true }, "1"))]);
    expect(saved?.audits).toHaveLength(2);
    expect(saved?.audit).toBe(saved?.audits?.[1]);
  });

  it("one that is damaged is refused", async () => {
    await expect(savedAmong([file("cut.json", JSON.stringify(sampleAudit()).slice(0, 3000))])).rejects.toMatchObject({ code: "CORRUPT" });
  });
});
