import { posix } from "node:path";
import { describe, expect, it } from "vitest";
import { version } from "../../web/src/engine/version.js";
import { CODES } from "../../web/src/failure.js";
import { quantities, scoresOf } from "../../web/src/metrics.js";
import { listsOf } from "./metric-lists.js";
import { filesUnder, textOf } from "./project.js";

/** What everybody may import: they import nothing of ours but each other. */
const BOTTOM = /^web\/src\/(failure|metrics|quantiles|resampling)\.js$/;

/** What the modules of a folder may import of ours, besides their own folder and what everybody may. From the ground up: nothing imports a folder below its own here. */
const MAY_IMPORT = /** @type {Record<string, RegExp>} */ ({
  readers: /^$/,
  // The form of the file that its reader reads.
  moments: /^web\/src\/readers\/moments-form\.js$/,
  // Sources of rows, not the formats and not their table.
  pairing: /^web\/src\/readers\/(gather|plain-rows)\.js$/,
  // Subgroups are pairs without some of their rows; what files of sums promise holds for their pool and for its audit, which read them by their form.
  engine: /^web\/src\/(pairing\/subset|moments\/promise|readers\/(disk-file|gather|moments-form|plain-rows))\.js$/,
  // How the command is called, which pairing knows, and what files of sums promise.
  report: /^web\/src\/(pairing\/command-line|moments\/promise)\.js$/,
  // The bits that the engine keeps of each query, and how p values are adjusted.
  benchmark: /^web\/src\/(report\/|engine\/(first-hits|statistics)\.js$)/,
  // The use cases under page and command: no page and no Node.
  audit: /^web\/src\/(readers|moments|pairing|engine|report|benchmark)\//,
  // What a page can do to send something away, tried to show that it cannot.
  proof: /^$/,
  // Charts draw on the page and in a saved report: they know neither.
  charts: /^web\/src\/(report\/|benchmark\/(metrics|summary)\.js$)/,
  // A result as a report, in every form but the page's.
  document: /^web\/src\/(report|benchmark|charts)\//,
  views: /^web\/src\/(report\/|charts\/|document\/|benchmark\/(metrics|ranking|sentences|summary|summary-words|tables)\.js$)/,
  lessons: /^web\/src\/(report|charts|document|views)\//,
  app: /^web\/src\/(readers|moments|pairing|engine|report|audit|charts|document|views|benchmark|lessons|proof)\//,
  bin: /^web\/src\/(readers|moments|pairing|engine|report|audit|document|benchmark)\//,
});

/** Node's own side of the engine and of the readers. */
const NODE_SIDE = /^web\/(bin|scripts)\/|^web\/src\/(engine\/(platform|worker)-node|readers\/(disk-file|libraries\/(ask|serve)-node))\.js$/;

/** Packages, each where its job is. */
const PACKAGES = /** @type {Record<string, RegExp>} */ ({
  d3: /^web\/src\/charts\//,
  "@noble/hashes/sha2.js": /^web\/src\/engine\/worker-hash\.js$/,
  papaparse: /^web\/src\/readers\//,
  "#library": /^web\/src\/readers\//,
  "askew-core": /^web\/src\/engine\/worker-browser\.js$/,
  "virtual:askew-wasm": /^web\/src\/engine\/platform-browser\.js$/,
});

/** Libraries of formats, whole or in parts; they run where only one file's data are. */
const FORMAT_LIBRARIES = /^(@e965\/xlsx|hyparquet|hyparquet-compressors|fzstd|lz4js|@uwdata\/flechette|h5wasm)(\/|$)/;

/** Files that name several metrics by hand, and why they do. */
const EXCEPTIONS = Object.freeze({
  "web/src/metrics.js": "the table",
  "web/src/engine/assemble.js": "what is computed outside the core's metrics of sums gets its name",
  "web/src/engine/replicates.js": "the four directional scores are made of two",
  "web/src/document/definitions.js": "every definition with its formula, by id",
});

/** @type {[string, RegExp][]} */
const FORBIDDEN_IN_PAGE = [
  ["fetches nothing", /\bfetch\s*\(|\bXMLHttpRequest\b|\bimportScripts\b/],
  ["opens no connection", /\b(WebSocket|EventSource|WebTransport|RTCPeerConnection|sendBeacon)\b/],
  ["hints at no address", /\bpreconnect\b|\bdns-prefetch\b/],
  ["sends the browser nowhere", /\bwindow\.open\b|\blocation\.(href|assign|replace)\b/],
  ["makes no frame, form or plug-in", /(\bh|createElement|createElementNS)\(\s*["'`](iframe|form|object|embed)["'`.#]/],
  ["puts no text into the page as markup", /\b(inner|outer)HTML\b|\binsertAdjacentHTML\b|\bdocument\.write\b|\.html\(/],
  ["runs no text as code", /\beval\s*\(|\bnew Function\b/],
];

/** @param {string} code without comments; a "//" inside a string ("https://…") has a colon before it */
const withoutComments = (code) => code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|[^:"'`\\])\/\/[^\n]*/g, "$1");

/** @param {string} file */
function importsOf(file) {
  const code = withoutComments(textOf(file));
  const lines = [
    ...code.matchAll(/^\s*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']/gm),
    ...code.matchAll(/^\s*import\s*["']([^"']+)["']/gm),
    ...code.matchAll(/\bimport\(\s*["']([^"']+)["']/g),
  ].map((match) => match[1]);
  return lines.map((name) => {
    const path = name.replace(/\?.*$/, "");
    return path.startsWith(".") ? posix.join(posix.dirname(file), path) : path;
  });
}

/** @param {string} file */
const folderOf = (file) => file.match(/^web\/(?:src\/)?(?!src\/)([^/]+)\//)?.[1] ?? "";

const sources = [...filesUnder("web/src", /\.js$/), ...filesUnder("web/bin", /\.js$/)];
const edges = sources.flatMap((file) => importsOf(file).map((target) => ({ file, target })));

/** What comments and .d.ts files take types from. */
const typeEdges = [...sources, ...filesUnder("web/src", /\.d\.ts$/)].flatMap((file) =>
  [...textOf(file).matchAll(/@import[^"'\n]*\bfrom\s*"(\.[^"]+)"|\bimport\("(\.[^"]+)"\)|^import type [^"]*"(\.[^"]+)"/gm)].map(
    (match) => ({
      file,
      target: posix.join(posix.dirname(file), match[1] ?? match[2] ?? match[3]),
    }),
  ),
);

/** @param {{ file: string, target: string }} edge */
const inWords = ({ file, target }) => `${file} imports ${target}`;

describe("imports run one way", () => {
  it("sees the imports that there are", () => {
    expect(edges.map(inWords)).toContain("web/src/readers/npz.js imports web/src/readers/zip.js");
    expect(edges.map(inWords)).toContain("web/src/engine/platform-browser.js imports web/src/engine/worker-browser.js");
    expect(importsOf("web/src/failure.js")).toEqual([]);
  });

  it("every folder of web/src has its rule", () => {
    const folders = new Set(sources.map(folderOf).filter(Boolean));
    expect([...folders].filter((folder) => !(folder in MAY_IMPORT))).toEqual([]);
  });

  it("a module imports its own folder, the bottom, and what its folder's rule names", () => {
    const forbidden = edges.filter(({ file, target }) => {
      const folder = folderOf(file);
      if (!folder || !target.startsWith("web/")) return false;
      if (folderOf(target) === folder || BOTTOM.test(target)) return false;
      return !MAY_IMPORT[folder].test(target);
    });
    expect(forbidden.map(inWords)).toEqual([]);
  });

  it("what everybody may import imports nothing", () => {
    expect(sources.filter((file) => BOTTOM.test(file))).toHaveLength(4);
    expect(edges.filter(({ file, target }) => BOTTOM.test(file) && !BOTTOM.test(target)).map(inWords)).toEqual([]);
  });

  it("no folder imports one that is above it, types included", () => {
    const order = Object.keys(MAY_IMPORT);
    const level = (/** @type {string} */ file) =>
      folderOf(file) ? order.indexOf(folderOf(file)) : file.endsWith("/main.js") ? order.length : -1;
    const upwards = [...edges, ...typeEdges].filter(({ file, target }) => target.startsWith("web/") && level(target) > level(file));
    expect(upwards.map(inWords)).toEqual([]);
  });

  it("no module imports itself by way of others", () => {
    const targets = new Map(sources.map((file) => [file, edges.filter((edge) => edge.file === file).map(({ target }) => target)]));
    /** @type {Set<string>} */
    const done = new Set();
    /** @param {string} file @param {string[]} path @returns {string[]} the first circle that is met */
    const circle = (file, path) => {
      if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
      if (done.has(file)) return [];
      for (const target of targets.get(file) ?? []) {
        const found = circle(target, [...path, file]);
        if (found.length > 0) return found;
      }
      done.add(file);
      return [];
    };
    expect(sources.flatMap((file) => circle(file, []))).toEqual([]);
  });

  it("what a module exports is named in another file", () => {
    const folders = ["web/src", "web/bin", "web/scripts", "tests", "examples"];
    const all = folders.flatMap((folder) => filesUnder(folder, /\.(m?js|ts)$/));
    const words = new Map(all.map((file) => [file, new Set(textOf(file).match(/\w+/g))]));
    const unused = sources.flatMap((file) =>
      [...textOf(file).matchAll(/^export (?:async )?(?:function\*?|const|let|class) (\w+)/gm)]
        .map(([, name]) => name)
        .filter((name) => ![...words].some(([other, own]) => other !== file && own.has(name)))
        .map((name) => `${file}: ${name}`),
    );
    expect(unused).toEqual([]);
  });

  it("the borders to the core and to the workers have types: no any", () => {
    const border = /^web\/src\/engine\/(pool|run|tasks|worker|core-types\.d|\w[\w-]*-tasks)\.(js|ts)$/;
    const files = filesUnder("web/src/engine", /\.(js|ts)$/).filter((file) => border.test(file));
    expect(files.length).toBeGreaterThan(8);
    expect(files.filter((file) => /[{<(:,|] ?any\b[^a-z]/.test(textOf(file)))).toEqual([]);
  });

  it("nothing imports main.js, and main.js alone starts the page", () => {
    expect(edges.filter(({ target }) => target === "web/src/main.js").map(inWords)).toEqual([]);
  });

  it("only the command and Node's sides of the engine and the readers import Node's modules, and each other", () => {
    const forbidden = edges.filter(({ file, target }) => (target.startsWith("node:") || NODE_SIDE.test(target)) && !NODE_SIDE.test(file));
    expect(forbidden.map(inWords)).toEqual([]);
  });

  it("the use cases know no page", () => {
    const page = /\b(document\.|window|navigator|HTML\w*Element|localStorage|requestAnimationFrame)\b/;
    const audit = sources.filter((file) => file.startsWith("web/src/audit/"));
    expect(audit).not.toEqual([]);
    expect(audit.filter((file) => page.test(withoutComments(textOf(file))))).toEqual([]);
  });

  it("a package is imported only where its job is", () => {
    const forbidden = edges.filter(({ file, target }) => {
      if (target.startsWith("web/") || target.startsWith("node:")) return false;
      if (FORMAT_LIBRARIES.test(target)) return !file.startsWith("web/src/readers/libraries/");
      return !PACKAGES[target]?.test(file);
    });
    expect(forbidden.map(inWords)).toEqual([]);
  });

  it("every imported file of ours exists", () => {
    const all = new Set([...filesUnder("web", /\.(js|json|css)$/)]);
    expect(edges.filter(({ target }) => target.startsWith("web/") && !all.has(target)).map(inWords)).toEqual([]);
  });
});

describe("the core", () => {
  const headers = /\.(cpp|hpp)$/;
  const core = filesUnder("wasm/core", headers);

  it("only the bindings include Emscripten", () => {
    const including = [...filesUnder("wasm", headers), ...filesUnder("tests/core", headers)].filter((file) =>
      /#\s*include\s*<emscripten|\bEM_ASM|\bEM_JS/.test(textOf(file)),
    );
    expect(including.filter((file) => !file.startsWith("wasm/bindings/"))).toEqual([]);
    expect(including).not.toEqual([]);
  });

  it("never prints, aborts or opens a file", () => {
    const calls = /\bstd::(cout|cerr|clog|ifstream|ofstream|abort|exit|terminate)\b|\b(printf|fprintf|puts|fopen|abort|exit)\s*\(/;
    expect(core.filter((file) => calls.test(withoutComments(textOf(file))))).toEqual([]);
  });

  it("its failure codes are all in the table of failure.js", () => {
    const body = textOf("wasm/core/include/askew/error.hpp").match(/enum class Code \{([^}]*)\}/)?.[1] ?? "";
    const codes = [...withoutComments(body).matchAll(/\b([A-Z][A-Z_]+)\b/g)].map((match) => match[1]);
    expect(codes).toContain("OUT_OF_RANGE");
    expect(codes.filter((code) => !(code in CODES))).toEqual([]);
  });
});

describe("the page's source", () => {
  const page = filesUnder("web/src", /\.js$/).filter((file) => !NODE_SIDE.test(file) && !file.startsWith("web/src/proof/"));

  it.each(FORBIDDEN_IN_PAGE)("%s", (_, pattern) => {
    expect(page.filter((file) => pattern.test(withoutComments(textOf(file))))).toEqual([]);
  });

  it("tries the ways out at names that cannot exist, with nothing but a number", () => {
    const code = withoutComments(textOf("web/src/proof/attempts.js"));
    expect(code.match(/https?:\/\/[^`]*/g)?.map((address) => address.replace(/\$\{(\w+)\}/g, "<$1>"))).toEqual([
      "https://way-<number><NOWHERE>/out.js",
    ]);
    expect(code).toContain('const NOWHERE = ".askew-tries-to-get-out.invalid";');
    expect(withoutComments(textOf("web/src/proof/ways-out.js")).match(/https?:\/\//g)).toBeNull();
    expect(edges.filter(({ target }) => target === "web/src/proof/attempts.js").map(inWords)).toEqual([
      "web/src/main.js imports web/src/proof/attempts.js",
    ]);
  });

  it("throws only codes of the table", () => {
    const unknown = sources.flatMap((file) =>
      [...textOf(file).matchAll(/new Failure\(\s*"([^"]+)"/g)]
        .filter((match) => !(match[1] in CODES))
        .map((match) => `${file}: ${match[1]}`),
    );
    expect(unknown).toEqual([]);
  });
});

describe("what is said twice is said alike", () => {
  it("the version in package.json, CMakeLists.txt, CHANGELOG.md and version.js", () => {
    expect(JSON.parse(textOf("web/package.json")).version).toBe(version);
    expect(textOf("CMakeLists.txt").match(/project\(askew VERSION ([\d.]+)/)?.[1]).toBe(version);
    expect(textOf("CHANGELOG.md")).toContain(`## [${version}]`);
  });
});

describe("the table of metrics", () => {
  const names = new Set([...quantities(), ...scoresOf(quantities())].map(({ key }) => key));

  it("is the only list of metrics", () => {
    const files = [...filesUnder("web/src", /\.(js|d\.ts)$/), ...filesUnder("web/bin", /\.js$/)];
    const lists = files.flatMap((file) => (listsOf(textOf(file), names).length > 0 ? [file] : []));
    expect(lists.sort()).toEqual(Object.keys(EXCEPTIONS).sort());
  });

  it.each([
    'const SHOWN = ["cka", "svcca", "rmg"];',
    'new Set(["cka", "svcca", "rmg"])',
    'const NAMES = { cka: "CKA", svcca: "SVCCA", rmg: "RMG" };',
    'const ROWS = [{ key: "cka" }, { key: "svcca" }, { key: "rmg" }];',
    'const PAIRS = [["cka", 1], ["svcca", 2], ["rmg", 3]];',
    '/** @param {"cka" | "svcca" | "rmg"} name */',
    'export type Name =\n  | "cka"\n  | "svcca"\n  | "rmg";',
  ])("a list by hand is seen: %s", (source) => {
    expect(listsOf(source, names)).toEqual([["cka", "svcca", "rmg"]]);
  });

  it.each([
    "const { cka: a, svcca: b, rmg: c } = metrics;",
    'function of() { return x["cka"] + x["svcca"] + x["rmg"]; }',
    '// ["cka", "svcca", "rmg"]',
  ])("what is no list is not taken for one: %s", (source) => {
    expect(listsOf(source, names)).toEqual([]);
  });
});
