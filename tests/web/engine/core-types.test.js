import { describe, expect, it } from "vitest";
import { CORE } from "../../../web/src/engine/constants.js";
import { Z } from "../../../web/src/quantiles.js";
import { FLAT_HEADER, FLAT_VERSION, fieldsOf, sizeOf } from "../../../web/src/readers/moments-form.js";
import { BLOCKS, T } from "../../../web/src/resampling.js";
import { filesUnder, textOf } from "../project.js";
import { testCore } from "./core.js";

const core = await testCore();

/** Names of functions, and of each handle's methods as "Handle.method". */
function boundNames() {
  return filesUnder("wasm/bindings", /\.cpp$/).flatMap((file) => {
    /** @type {string | undefined} */
    let handle;
    return [...textOf(file).matchAll(/\bClass<\w+>\("(\w+)"\)|\.method\("(\w+)"|\bbind(?:<&\w+>)?\("(\w+)"/g)].flatMap(
      ([, of, method, name]) => {
        if (of) handle = of;
        return method ? [`${handle}.${method}`] : (name ?? []);
      },
    );
  });
}

/** The same of core-types.d.ts. */
function typedNames() {
  const text = textOf("web/src/engine/core-types.d.ts").replace(/\/\*\*[\s\S]*?\*\//g, "");
  return [...text.matchAll(/^export interface (\w+)( extends Handle)? \{([\s\S]*?)^\}/gm)]
    .filter(([, name, handle]) => handle || name === "Core")
    .flatMap(([, name, , body]) =>
      [...body.matchAll(/^ {2}(\w+)\(/gm)].map((match) => (name === "Core" ? match[1] : `${name}.${match[1]}`)),
    );
}

describe("the core's types", () => {
  it("name every function and every method of a handle that the bindings have, and no other", () => {
    expect(typedNames().sort()).toEqual(boundNames().sort());
    expect(boundNames()).toContain("MomentsPass.add");
  });

  it("name what the built core has", () => {
    const functions = typedNames().filter((name) => !name.includes("."));
    expect(functions.filter((name) => typeof Reflect.get(core, name) !== "function")).toEqual([]);
  });
});

describe("numbers that are known without the core are the core's", () => {
  it("constants", () => {
    expect({ ...CORE, flatVersion: FLAT_VERSION, flatHeader: FLAT_HEADER }).toEqual(core.constants());
  });

  it("lengths of the moments' flat form, part by part", () => {
    const [header, ...parts] = core.flatParts(3, 5);
    expect(header).toBe(FLAT_HEADER);
    // The core writes a side's last five numbers one by one.
    const ours = fieldsOf(3, 5).flatMap(({ name, shape }) => (/shortest/.test(name) ? [1, 1, 1, 1, 1] : [sizeOf(shape)]));
    expect(parts).toEqual(ours);
  });

  it("points of distributions", () => {
    expect(Math.abs(Z - core.upperPoint("normal", 0.025, 0))).toBeLessThan(1e-15);
    expect(T).toBe(core.upperPoint("student", 0.025, BLOCKS - 1));
  });
});
