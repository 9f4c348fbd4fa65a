/** The composition root: the only place where readers, pairing, engine and views meet. */

import { createAggregateDialog } from "./app/aggregate.js";
import { createBenchmark } from "./app/benchmark.js";
import { createBenchmarkRuns } from "./app/benchmark-runs.js";
import { createBenchmarkScreen } from "./app/benchmark-screen.js";
import { listenForDrops } from "./app/drop.js";
import { createLearn } from "./app/learn.js";
import { createLeaving } from "./app/leaving.js";
import { createOptionsPanel } from "./app/options.js";
import { connectionPolicy } from "./app/policy.js";
import { createPooledDialog } from "./app/pooled.js";
import { printedNow } from "./app/printed.js";
import { listenForPrint } from "./app/printing.js";
import { createReportDialog } from "./app/report-dialog.js";
import { createRoute } from "./app/route-drop.js";
import { createScreen } from "./app/screen.js";
import { createSession } from "./app/session.js";
import { comparisonsIn } from "./app/stakes.js";
import { warmUp } from "./app/warm-up.js";
import { readable } from "./audit/readable.js";
import { createEngine } from "./engine/index.js";
import { browserPlatform, wasmSha256 } from "./engine/platform-browser.js";
import { version } from "./engine/version.js";
import { presentCards } from "./lessons/presenter.js";
import { loaded, tryEveryWay } from "./proof/attempts.js";
import { extensions, openFiles, readers } from "./readers/index.js";
import savedReportStyle from "./style/saved-report.css?inline";
import * as cite from "./views/cite.js";
import { download, safeName } from "./views/download.js";
import { listenToMenu } from "./views/menu.js";
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
const leaving = createLeaving({ window, session, bench });
createBenchmarkScreen({
  page: document,
  bench,
  saved: session.kept.add,
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
const citeDialog = /** @type {HTMLDialogElement} */ (element("cite"));
function showCite() {
  cite.render(citeDialog, { tool: { version, wasmSha256 }, audit: session.store.get().phase === "done" ? session.whole() : undefined });
  citeDialog.showModal();
}
const pageAddress = () => document.URL.replace(/#.*$/, "");
createScreen({
  page: document,
  session,
  options: createOptionsPanel({ session, address: pageAddress }),
  cite: showCite,
  formats: [...readers],
  choose: () => input.click(),
  chooseFolder: () => folder.click(),
  chooseOther: () => otherModel.click(),
  saveComparison: (made) => {
    saveJson(made, filing.jsonName(made));
    session.kept.add(...comparisonsIn(made));
  },
  fileComparison: (made) => filing.show(made, session.store.get().word, [], () => session.kept.add(...comparisonsIn(made))),
  leaving,
});

const learn = createLearn({
  page: document,
  session: { ...session, generated: async (...made) => leaving.anew(() => session.generated(...made)) },
  engine: engineOnce,
});
const { take, drop } = createRoute({ session, bench, leave: learn.leave, agreed: leaving.agreed });

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

element("new-audit").addEventListener("click", () => leaving.newAudit());
element("change").addEventListener("click", () => leaving.change());
element("print").addEventListener("click", () => window.print());
element("present").addEventListener("click", () => {
  const cards = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("#main .card"));
  // The card that names items stays off the wall, as it stays off paper.
  presentCards([...cards].filter((card) => card.id !== "card-modes" && card.querySelector("figure, table.metrics")));
});
element("download-json").addEventListener("click", () => {
  const audit = session.whole();
  if (!audit) return;
  saveJson(audit, `askew-audit-${safeName(audit.inputs.images.file)}.json`);
  session.saved();
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
  if (benchmark) return filing.show(benchmark, session.store.get().word, [], () => session.kept.add(benchmark));
  const audit = session.whole();
  if (audit) filing.show(audit, session.store.get().word, session.audits(), (form) => session.saved(form === "session"));
});
const readAddress = () => session.readAddress(window.location.hash);
readAddress();
window.addEventListener("hashchange", readAddress);

listenToMenu(element("more-menu"), element("more"));
provenance.render(element("provenance"), { version, wasmSha256 }, showCite);

const policy = connectionPolicy(document);
const badge = element("privacy-badge");
const dialog = /** @type {HTMLDialogElement} */ (element("privacy"));
privacy.renderBadge(badge, policy);
privacy.render(dialog, policy, { prove: async () => ({ attempts: await tryEveryWay(), loaded: loaded() }) });
badge.addEventListener("click", () => dialog.showModal());

listenForPrint({
  page: document,
  style: savedReportStyle,
  current: () => printedNow({ page: document, session, benchmark: bench.store.get(), filing: filing.filing() }),
});

warmUp({
  window,
  warm: async () => (await engineOnce()).warmUp(),
  waits: () => session.store.get().phase === "empty",
});
