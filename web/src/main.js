/** The composition root: the only place where readers, pairing, engine and views meet. */

import { createAggregateDialog } from "./app/aggregate.js";
import { createBenchmark } from "./app/benchmark.js";
import { createBenchmarkRuns } from "./app/benchmark-runs.js";
import { createBenchmarkScreen } from "./app/benchmark-screen.js";
import { listenForDrops } from "./app/drop.js";
import { createLearn } from "./app/learn.js";
import { connectionPolicy } from "./app/policy.js";
import { createPooledDialog } from "./app/pooled.js";
import { createReportDialog } from "./app/report-dialog.js";
import { createRoute } from "./app/route-drop.js";
import { createScreen } from "./app/screen.js";
import { createSession } from "./app/session.js";
import { readable } from "./audit/readable.js";
import { createEngine } from "./engine/index.js";
import { browserPlatform, wasmSha256 } from "./engine/platform-browser.js";
import { version } from "./engine/version.js";
import { presentCards } from "./lessons/presenter.js";
import { loaded, tryEveryWay } from "./proof/attempts.js";
import { extensions, openFiles, readers } from "./readers/index.js";
import savedReportStyle from "./style/saved-report.css?inline";
import { download, safeName } from "./views/download.js";
import { redrawAll } from "./views/figure.js";
import * as privacy from "./views/privacy.js";
import * as provenance from "./views/provenance.js";

const element = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id));

/** @type {Promise<ReturnType<typeof createEngine>> | undefined} */
let engine;
const engineOnce = () => {
  engine ??= browserPlatform().then((platform) => createEngine({ platform }));
  return engine;
};

const session = createSession({ openFiles, engine: engineOnce });

const bench = createBenchmark({ openFiles, engine: engineOnce, version });
createBenchmarkScreen({
  page: document,
  bench,
  single: (files) => session.addFiles(files.map((file) => ({ file }))),
  style: savedReportStyle,
  opening: createBenchmarkRuns({ page: document, bench, session }),
});

const input = /** @type {HTMLInputElement} */ (element("files"));
const folder = /** @type {HTMLInputElement} */ (element("folder"));
const endings = [...extensions(), "zip"];
const isRead = readable(endings);
const otherModel = /** @type {HTMLInputElement} */ (element("other-model"));
/** @param {object} value @param {string} name */
const saveJson = (value, name) => download(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }), name);
const filing = createReportDialog(/** @type {HTMLDialogElement} */ (element("report")), savedReportStyle);
createScreen({
  page: document,
  session,
  formats: [...readers],
  choose: () => input.click(),
  chooseFolder: () => folder.click(),
  chooseOther: () => otherModel.click(),
  saveComparison: (made) => saveJson(made, filing.jsonName(made)),
  fileComparison: (made) => filing.show(made, session.store.get().word, []),
});

const learn = createLearn({ page: document, session, engine: engineOnce });
const { take, drop } = createRoute({ session, bench, leave: learn.leave });

const picked = /** @type {[HTMLInputElement, (files: File[]) => void][]} */ ([
  [input, (files) => take(files.map((file) => ({ file })))],
  [folder, (files) => take(files.filter(({ name }) => isRead(name)).map((file) => ({ file })))],
  [otherModel, (files) => session.asides.compare(files)],
]);
for (const [field, use] of picked)
  field.addEventListener("change", () => {
    use(Array.from(field.files ?? []));
    // So that the same file can be chosen again.
    field.value = "";
  });
listenForDrops(document, endings, drop);

element("new-audit").addEventListener("click", () => {
  bench.close();
  session.reset();
});
element("change").addEventListener("click", () => session.change());
element("print").addEventListener("click", () => window.print());
element("present").addEventListener("click", () => {
  const cards = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#main .card"));
  // The card that names items stays off the wall, as it stays off paper.
  presentCards([...cards].filter((card) => card.id !== "card-modes" && card.querySelector("figure, table.metrics")));
});
element("download-json").addEventListener("click", () => {
  const audit = session.whole();
  if (audit) saveJson(audit, `askew-audit-${safeName(audit.inputs.images.file)}.json`);
});

const aggregate = createAggregateDialog(/** @type {HTMLDialogElement} */ (element("aggregate")), engineOnce);
element("save-aggregate").addEventListener("click", () => {
  const { audit, pairs } = session.store.get();
  if (audit && pairs) aggregate.show(pairs, audit, session.turn());
});

const pooled = createPooledDialog(/** @type {HTMLDialogElement} */ (element("aggregate")), engineOnce);
element("save-pooled").addEventListener("click", () => pooled.show(session.sites(), session.turn()));

element("save-report").addEventListener("click", () => {
  const { benchmark } = bench.store.get();
  const result = benchmark ?? session.whole();
  if (result) filing.show(result, session.store.get().word, benchmark ? [] : session.audits());
});
const readAddress = () => session.readAddress(window.location.hash);
readAddress();
window.addEventListener("hashchange", readAddress);

provenance.render(element("provenance"), { version, wasmSha256 });

const policy = connectionPolicy(document);
const badge = element("privacy-badge");
const dialog = /** @type {HTMLDialogElement} */ (element("privacy"));
badge.textContent = privacy.badgeText(policy);
badge.classList.toggle("open", !policy);
privacy.render(dialog, policy, { prove: async () => ({ attempts: await tryEveryWay(), loaded: loaded() }) });
badge.addEventListener("click", () => dialog.showModal());

for (const [moment, printing] of /** @type {const} */ ([
  ["beforeprint", true],
  ["afterprint", false],
]))
  window.addEventListener(moment, () => {
    document.body.classList.toggle("printing", printing);
    redrawAll();
  });

const idle = window.requestIdleCallback ?? ((/** @type {() => void} */ work) => setTimeout(work, 200));
idle(() =>
  engineOnce()
    .then((ready) => ready.warmUp())
    .catch(() => undefined),
);
