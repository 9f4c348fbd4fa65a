import { describe, expect, it } from "vitest";
import { clusterColumns, labelColumns, likelyCluster, stratumColumns } from "../../../web/src/pairing/index.js";
import { withTogether } from "../../../web/src/pairing/together.js";
import { somePairs } from "../engine/pairs.js";

/** @import { TextColumn } from "../../../web/src/types.d.ts" */

const column = (/** @type {string} */ name, /** @type {(row: number) => string} */ value, n = 60) => ({
  name,
  values: Array.from({ length: n }, (_, row) => value(row)),
});
const patient = column("patientId", (row) => `p${row % 20}`);
const study = column("study_uid", (row) => `s${row % 30}`);
const sex = column("sex", (row) => (row % 2 ? "F" : "M"));
const caption = column("caption", (row) => `caption ${row}`);

/** @param {TextColumn[]} metadata */
const pairs = (metadata) => ({ ...somePairs({ n: 60, d: 4 }), metadata });

describe("columns that hold pairs together", () => {
  it("are those of many values that repeat; a patient goes before a study, and names alone say nothing", () => {
    expect(clusterColumns([sex, study, caption, patient])).toEqual(["study_uid", "patientId"]);
    expect(stratumColumns([sex, study, caption, patient])).toEqual(["sex"]);
    expect(likelyCluster([sex, study, patient])).toBe("patientId");
    expect(likelyCluster([sex, study])).toBe("study_uid");
    for (const name of [
      "patient",
      "Patient ID",
      "subject_id",
      "PatientID",
      "MRN",
      "participantId",
      "PatientID",
      "study.patient_no",
      "patientid",
    ])
      expect(likelyCluster([{ ...patient, name }]), name).toBe(name);
    for (const name of [
      "label",
      "class",
      "site",
      "patient_age",
      "PatientAge",
      "study_date",
      "StudyDescription",
      "exam type",
      "impatient",
      "subject line",
    ])
      expect(likelyCluster([{ ...patient, name }]), name).toBeUndefined();
    expect(likelyCluster([column("patient_id", String)])).toBeUndefined();
    expect(likelyCluster(undefined)).toBeUndefined();
  });

  it("may hold labels where values, or those between | and ;, repeat", () => {
    const several = column("findings", (row) => `${["effusion", "none"][row % 2]}|${["left", "right", "both"][row % 3]}`);
    const own = column("own", String);
    expect(labelColumns([sex, several, caption, own, column("empty", () => "")])).toEqual(["sex", "findings"]);
  });

  it("that nobody named are said, with what to do", () => {
    const { findings, cluster } = withTogether(pairs([sex, patient]), {});
    expect(cluster).toBeUndefined();
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: "CLUSTERS_UNSTATED", level: "warning", count: 40 });
    expect(findings[0].message).toContain("patientId has 20 values for 60 pairs");
    expect(findings[0].message).toContain("--cluster patientId");
    expect(withTogether(pairs([sex, caption]), {}).findings).toEqual([]);
  });

  it("are named with a word where they hold nothing together, or not all pairs", () => {
    expect(withTogether(pairs([patient]), { cluster: "patientId" })).toMatchObject({ cluster: "patientId", findings: [] });
    expect(withTogether(pairs([caption]), { cluster: "caption" }).findings[0]).toMatchObject({ code: "NOTHING_TOGETHER" });
    const some = column("patient", (row) => (row < 6 ? "" : `p${row % 9}`));
    expect(withTogether(pairs([some]), { cluster: "patient" }).findings[0]).toMatchObject({ code: "CLUSTERS_INCOMPLETE", count: 6 });
  });

  it("that are not there are refused by name", () => {
    expect(() => withTogether(pairs([sex]), { cluster: "patient" })).toThrow(
      /no column "patient" that holds pairs together\. Known: sex\./,
    );
    expect(() => withTogether(pairs([]), { within: "site" })).toThrow(/no column "site" within which .*--metadata FILE/);
  });
});
