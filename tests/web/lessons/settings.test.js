import { describe, expect, it } from "vitest";
import { DEFINITIONS } from "../../../web/src/document/definitions.js";
import { WORDS } from "../../../web/src/lessons/glossary.js";
import { hashOf, routeOf } from "../../../web/src/lessons/route.js";
import { format, parse, recipe, SETTINGS, START, shown } from "../../../web/src/lessons/settings.js";

describe("the playground's settings", () => {
  it("come back from the address that they were written to", () => {
    for (const { name, values } of SETTINGS) {
      for (const value of [values[0], values[Math.floor(values.length / 2)], values[values.length - 1]]) {
        const settings = { ...START, [name]: value };
        expect(parse(format(settings))).toEqual({ settings, problems: [] });
      }
    }
  });

  it("leave out of the address what is as it starts", () => {
    expect(format(START)).toBe("");
    expect(format({ ...START, gap: 0.3 })).toBe("gap=0.3");
  });

  it("start among their own values, in ascending steps", () => {
    for (const { values, start } of SETTINGS) {
      expect(values).toContain(start);
      expect([...values].sort((a, b) => a - b)).toEqual(values);
    }
  });

  it.each([
    ["colour=red", "“colour”"],
    ["pairs=1e9", "pairs = 1e9; 2000 was taken"],
    ["gap=-1", "gap = -1; 0 was taken"],
    ["gap=much", "gap = much; 0.15 was taken"],
    ["gap=", "gap = nothing; 0.15 was taken"],
    ["seed=1.5", "seed = 1.5; 1 was taken"],
  ])("say what was taken in place of %s", (text, words) => {
    const { settings, problems } = parse(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(words);
    for (const { name, values } of SETTINGS) expect(values).toContain(settings[name]);
  });

  it("are a recipe for the generator and one option of the audit", () => {
    const { spec, options } = recipe({ ...START, q: 0.5 });
    expect(options).toEqual({ topQ: 0.5 });
    expect("q" in spec).toBe(false);
    expect(spec).toMatchObject({ pairs: 500, width: 64, wrongPairs: 0 });
  });

  it("are shown in the units that people use", () => {
    const of = (/** @type {string} */ name) =>
      /** @type {import("../../../web/src/lessons/types.d.ts").Setting} */ (SETTINGS.find((s) => s.name === name));
    expect(shown(of("pairs"), 2000)).toBe("2,000");
    expect(shown(of("wrongPairs"), 0.25)).toBe("25 %");
    expect(shown(of("gap"), 0.3)).toBe("0.30");
  });
});

describe("every definition", () => {
  it.each(DEFINITIONS.flatMap(({ id, tries }) => (tries ? [{ id, tries }] : [])))(
    "$id can be tried with settings that there are",
    ({ tries }) => {
      const { settings, problems } = parse(tries);
      expect(problems).toEqual([]);
      expect(settings).not.toEqual(START);
    },
  );

  it("has settings to try, but for what needs metadata", () => {
    expect(DEFINITIONS.filter(({ tries }) => !tries).map(({ id }) => id)).toEqual(["eta"]);
  });

  it("has an id that no word of the glossary has", () => {
    const ids = [...DEFINITIONS, ...WORDS].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe("the address", () => {
  it.each([
    { place: "lessons" },
    { place: "playground", query: "gap=0.3" },
    { place: "playground", query: "" },
    { place: "lesson", id: "sas", step: 2 },
    { place: "glossary", term: "cka" },
    { place: "glossary", term: "" },
  ])("%o comes back as it was written", (route) => {
    expect(routeOf(hashOf(/** @type {import("../../../web/src/lessons/route.js").Route} */ (route)))).toEqual(route);
  });

  it("is the audit's wherever it names none of these places", () => {
    for (const hash of ["", "#", "#main", "#define-cka", "#lessonsx"]) expect(routeOf(hash)).toBeNull();
  });

  it("asks for the first step where it names none", () => {
    for (const hash of ["#lesson?id=sas", "#lesson?id=sas&step=0", "#lesson?id=sas&step=x"])
      expect(routeOf(hash)).toMatchObject({ step: 1 });
  });
});
