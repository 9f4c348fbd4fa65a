/** Asks before work is lost: by New audit, files for another one, Cancel, another audit of the list, and the browser itself; never where there is none. */
import { countOf } from "../report/numbers.js";
import { ask } from "../views/ask.js";
import { atStake, benchmarkAtStake, unsaved, unsavedBeside } from "./stakes.js";

/** @import { Audit } from "../types.d.ts" */
/** @import { AskWords } from "../views/ask.js" */
/** @import { Stake } from "./stakes.js" */

const STAY = "Stay here";

/** @type {Record<Stake, (name: string) => AskWords>} */
const BEFORE_NEW = {
  running: (name) => ({
    title: "Leave the running audit?",
    text: `The audit of ${name} is not done, and its scores so far would be lost. To keep them, cancel it first.`,
    stay: "Go on with it",
    ways: [{ id: "leave", text: "Discard it" }],
  }),
  audit: (name) => ({
    title: "Begin a new audit?",
    text: `The audit of ${name} was not saved. Its numbers stay in this tab’s list until the tab is closed. Its data do not: to look along directions or to compare models, the files must be given again.`,
    stay: STAY,
    ways: [{ id: "leave", text: "New audit" }],
  }),
  comparison: (name) => ({
    title: "Leave the comparison?",
    text: `The comparison with ${name} was not saved and would be lost. The audit’s numbers stay in this tab’s list.`,
    stay: STAY,
    ways: [{ id: "leave", text: "Discard it" }],
  }),
  benchmark: () => ({
    title: "Leave the benchmark?",
    text: "The benchmark was not saved, and its runs would be lost.",
    stay: STAY,
    ways: [{ id: "leave", text: "Discard it" }],
  }),
};

/** @type {AskWords} */
const BEFORE_CANCEL = {
  title: "Stop the audit here?",
  text: "The scores that are on the screen can stay, marked as cut short. What is still being computed, such as intervals, will be missing.",
  stay: "Go on with it",
  ways: [
    { id: "keep", text: "Stop and keep the scores" },
    { id: "leave", text: "Discard it" },
  ],
};

/**
 * @param {{ window: Window, session: ReturnType<typeof import("./session.js").createSession>, bench: ReturnType<typeof import("./benchmark.js").createBenchmark>, asked?: typeof ask }} parts
 */
export function createLeaving({ window, session, bench, asked = ask }) {
  const { kept } = session;
  const isKept = kept.has;

  /** @returns {Stake | undefined} */
  const stake = () => benchmarkAtStake(bench.store.get(), isKept) ?? atStake(session.store.get(), isKept);

  /** What it is called. @param {Stake} what */
  function nameOf(what) {
    const { audit, asides } = session.store.get();
    const { several, comparison } = asides?.comparison?.found ?? {};
    if (what === "comparison" && several) return countOf(several.comparisons.length, "model");
    if (what === "comparison") return comparison?.b.inputs.images.file ?? "";
    return audit?.inputs.images.file ?? "";
  }

  window.addEventListener("beforeunload", (event) => {
    if (stake() || unsaved(session.store.get().made, isKept).length > 0) event.preventDefault();
  });

  /** Nothing is lost if something else takes the place of all that is shown, or the user agrees. */
  async function agreed() {
    const what = stake();
    if (!what) return true;
    const { run } = session.store.get();
    const answer = await asked(BEFORE_NEW[what](nameOf(what)));
    // A running audit may have come to its end meanwhile, and is another question.
    return answer === "leave" && session.store.get().run === run && (what !== "running" || stake() === "running");
  }

  /** What takes the place of all that is shown, once the user agrees. @param {() => void} work */
  async function anew(work) {
    if (!(await agreed())) return;
    bench.close();
    work();
  }

  /** What ends the comparison alone, once the user agrees. @param {() => void} work */
  async function beside(work) {
    const lost = unsavedBeside(session.store.get(), isKept);
    if (!lost || (await asked(BEFORE_NEW.comparison(nameOf("comparison")))) === "leave") work();
  }

  return {
    agreed,
    anew,
    newAudit: () => anew(session.reset),
    change: () => beside(session.change),
    /** @param {string} labels a column */
    searchBy: (labels) => beside(() => session.searchBy(labels)),
    /** @param {Audit} audit of this tab */
    turnTo: (audit) => beside(() => session.turnTo(audit)),

    /** What is on the screen stays, unless the user says otherwise. */
    async cancel() {
      const { audit, run } = session.store.get();
      if (!audit) return session.cancel();
      const answer = stake() ? await asked(BEFORE_CANCEL) : "keep";
      const now = session.store.get();
      if (now.run !== run || now.phase !== "running") return;
      if (answer === "keep") session.enough();
      else if (answer === "leave") session.cancel();
    },
  };
}
