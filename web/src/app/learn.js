/** Lessons, playground and glossary beside the audit: which of them the address asks for, and what they may ask of the engine. */
import * as glossary from "../lessons/glossary.js";
import * as lessonPage from "../lessons/lesson-page.js";
import * as list from "../lessons/list.js";
import { npyFile } from "../lessons/npy.js";
import * as playground from "../lessons/playground.js";
import { presentCards } from "../lessons/presenter.js";
import { hashOf, routeOf } from "../lessons/route.js";
import { format, parse, recipe } from "../lessons/settings.js";
import { download } from "../views/download.js";

/** @import { Settings } from "../types.d.ts" */
/** @typedef {ReturnType<typeof import("../engine/index.js").createEngine>} Engine */

/** What a made-up set is called. @param {Settings} settings */
const titleOf = (settings) => `Playground: ${format(settings).replaceAll("&", ", ") || "start values"}`;

/**
 * @param {{ page: Document, session: Pick<ReturnType<typeof import("./session.js").createSession>, "generated" | "store">, engine: () => Promise<Pick<Engine, "quick" | "generated">> }} parts
 */
export function createLearn({ page, session, engine }) {
  const main = /** @type {HTMLElement} */ (page.getElementById("main"));
  const learn = /** @type {HTMLElement} */ (page.getElementById("learn"));

  const measure = async (/** @type {Settings} */ settings) => {
    const { spec, options } = recipe(settings);
    return (await engine()).quick(spec, options);
  };

  /** @param {Settings} settings */
  async function save(settings) {
    const { images, texts } = await (await engine()).generated("playground", recipe(settings).spec);
    for (const { name, rows, cols, readRows } of [images, texts]) {
      const bytes = npyFile(await readRows(0, rows), rows, cols);
      download(new Blob([bytes], { type: "application/octet-stream" }), `playground.${name}.npy`);
    }
  }

  /** @param {Settings} settings */
  function audit(settings) {
    const { spec, options } = recipe(settings);
    leave();
    session.generated(titleOf(settings), spec, options);
  }

  /** @param {string} query */
  function showPlayground(query) {
    const { settings, problems } = parse(query);
    playground.render(learn, {
      settings,
      problems,
      replaces: session.store.get().phase !== "empty",
      measure,
      audit,
      save,
      present: presentCards,
      settled: (next) => page.defaultView?.history.replaceState(null, "", hashOf({ place: "playground", query: format(next) })),
    });
  }

  /** @param {string} id @param {number} step */
  function openLesson(id, step) {
    go(step === 0 ? "#lessons" : hashOf({ place: "lesson", id, step }));
  }

  /** @param {string} hash */
  function go(hash) {
    const view = page.defaultView;
    if (view) view.location.hash = hash;
  }

  function leave() {
    if (learn.hidden) return;
    go("");
    show();
  }

  let shown = false;
  /** Where the result was being read. */
  let place = 0;
  function show() {
    const hash = page.defaultView?.location.hash ?? "";
    const route = routeOf(hash);
    if (!shown && route !== null) place = page.documentElement.scrollTop;
    main.hidden = route !== null;
    learn.hidden = route === null;
    page.body.dataset.place = route?.place ?? "audit";
    if (route === null) learn.replaceChildren();
    else if (route.place === "lessons") list.render(learn);
    else if (route.place === "playground") showPlayground(route.query);
    else if (route.place === "lesson") lessonPage.render(learn, route, { measure, open: openLesson });
    else glossary.render(learn, route.term);
    if (shown || route !== null) follow(route?.place === "glossary" && route.term !== "");
    if (shown && route === null) readOn(hash);
    shown = route !== null;
  }

  /** What is gone back to was not there when the browser looked for it. @param {string} hash */
  function readOn(hash) {
    const target = page.getElementById(hash.slice(1));
    if (target) target.scrollIntoView();
    else page.documentElement.scrollTop = place;
  }

  /** The keyboard follows to the new screen. @param {boolean} placed already at what was asked for */
  function follow(placed) {
    if (placed) return;
    const screen = learn.hidden ? main : learn;
    const title = /** @type {HTMLElement | null} */ (screen.querySelector(page.body.dataset.place === "lesson" ? "h2" : "h1"));
    (title ?? screen).focus({ preventScroll: true });
    if (!learn.hidden) page.documentElement.scrollTop = 0;
  }

  page.defaultView?.addEventListener("hashchange", show);
  page.querySelector(".skip")?.addEventListener("click", (event) => {
    if (learn.hidden) return;
    event.preventDefault();
    learn.focus();
  });
  show();
  return { leave };
}
