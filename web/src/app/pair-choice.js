/** Which array is images, which texts, and how they pair: proposed from the files, chosen by the user. */
import { pairsOf } from "../audit/pairs.js";
import { wishesThen } from "../audit/wishes.js";
import { turn } from "../engine/yielding.js";
import { Failure } from "../failure.js";
import { consider } from "../pairing/index.js";
import { textWord } from "../report/sentences.js";
import { failed } from "./bystanders.js";
import { createTurns } from "./turns.js";

/** @import { ArrayRef, OpenedFile, Proposal } from "../types.d.ts" */
/** @import { SessionState } from "./session-state.js" */
/** @import { Paired, Settled } from "./session-types.d.ts" */
/** @import { Choice } from "../views/types.d.ts" */

/** Every name in the files. @param {OpenedFile[]} opened */
const namesIn = (opened) =>
  opened.flatMap(({ file, arrays, columns }) => [file, ...arrays.map(({ name }) => name), ...columns.map(({ name }) => name)]);

/** Findings of the pairs that are shown before these are audited. */
const LOOKED_AT_FIRST = new Set(["ROWS_LEFT_OUT", "CLUSTERS_UNSTATED"]);

/** What waits for the user's answer. @param {{ code: string }} failure */
const isQuestion = ({ code }) => code === "PAIRS_UNCLEAR" || code === "ROWS_UNCLEAR";

/** @param {SessionState} state */
export function createPairChoice(state) {
  const { get } = state.store;
  const turns = createTurns();

  /** The proposal of the files as they are now; undefined if they changed meanwhile. @param {Pick<Choice, "images" | "texts">} [sides] */
  async function proposalNow(sides) {
    const [session, signal] = [state.turn(), turns.next()];
    await turn();
    const proposal = await consider(
      get().files.flatMap((file) => file.opened ?? []),
      sides,
    );
    await turn();
    return session.aborted || signal.aborted ? undefined : proposal;
  }

  /**
   * What the files propose now: what the session is to know, and whether its pairs need no look before they are audited.
   * @param {OpenedFile[]} opened @returns {Promise<{ settled: Settled, plain: boolean } | undefined>} undefined if the files changed meanwhile
   */
  async function settle(opened) {
    const { choice: chosen, touched } = get();
    const still = (/** @type {ArrayRef | undefined} */ ref) => opened.some(({ arrays }) => arrays.some((array) => array === ref?.array));
    // What the user chose stays, as long as its file does.
    const keep = touched && still(chosen.images) && still(chosen.texts);
    const proposal = await proposalNow(keep ? chosen : undefined);
    if (!proposal) return undefined;
    // What the user chose meanwhile was not asked about.
    if (get().choice !== chosen) return settle(opened);
    const { images, texts, captionsPerImage, link } = proposal;
    const { keepDimensions, answered, cluster, within, labels } = chosen;
    const proposed = { images, texts, captionsPerImage: captionsPerImage ?? captionsThen(), link, ...togetherThen(proposal) };
    const choice = keep ? (sameWay(chosen, proposal) ?? { ...proposed, keepDimensions, answered, cluster, within, labels }) : proposed;
    const word = get().named ? get().word : textWord(namesIn(opened));
    const settled = { proposal, word, touched: keep, ...pairedBy(choice, proposal) };
    // Rows that were joined or left out are shown before they are audited.
    const whole = !link && settled.pairs?.findings.every(({ code }) => !LOOKED_AT_FIRST.has(code));
    return { settled, plain: whole === true && !keep && proposal.questions.every(({ level }) => level === "note") };
  }

  /** What the user said of the pairs, as long as the files say the same of them as then. @param {Choice} chosen @param {Proposal} proposal @returns {Choice | undefined} */
  function sameWay(chosen, { link, links, undecided, captionsPerImage }) {
    const then = get().proposal;
    const same = links.find(({ label }) => label === chosen.link?.label);
    if (then?.link?.label !== link?.label || then?.undecided !== undecided || then?.captionsPerImage !== captionsPerImage) return undefined;
    return chosen.link && !same ? undefined : { ...chosen, link: same };
  }

  /** Texts an image of the audit that is to be verified, where these were in the images' order. */
  function captionsThen() {
    const { pairing, captionsPerImage } = get().saved?.audit.inputs ?? {};
    return pairing?.by === "order" && typeof captionsPerImage === "number" ? captionsPerImage : null;
  }

  /** Columns with a meaning, as in the audit that is to be verified. @param {Proposal} proposal @returns {Pick<Choice, "cluster" | "within" | "labels">} */
  function togetherThen({ metadata }) {
    const saved = get().saved?.audit;
    if (!saved) return {};
    const names = new Set([...(metadata?.images ?? []), ...(metadata?.texts ?? [])].map(({ name }) => name));
    const known = (/** @type {string | undefined} */ name) => (name !== undefined && names.has(name) ? name : undefined);
    const { cluster, within, labels } = wishesThen(saved);
    return { cluster: known(cluster), within: known(within), labels: known(labels) };
  }

  /** @param {Choice} choice @param {Proposal} [proposal] @returns {Paired} */
  function pairedBy(choice, proposal) {
    const isFailed = failed(get().files);
    try {
      const pairs = pairsOf(choice, proposal);
      return { choice, pairs, failure: undefined, phase: isFailed ? "error" : "pairing" };
    } catch (error) {
      const failure = Failure.from(error);
      // One array alone is an unfinished choice, and a question is no mistake.
      const waiting = ((proposal?.arrays.length ?? 0) < 2 || isQuestion(failure)) && !isFailed;
      return { choice, pairs: undefined, failure, phase: waiting ? "pairing" : "error" };
    }
  }

  return {
    settle,

    /** Proposals that are still to come are not heard. */
    outdate: turns.next,

    /** The files and their choice as they were before the audit. */
    change: () => state.change(pairedBy(get().choice, get().proposal)),

    /** The same pairs, and what is said of them. @param {Pick<Choice, "labels">} said */
    say: (said) => state.change(pairedBy({ ...get().choice, ...said }, get().proposal)),

    /** Other sides bring other ways to pair them, and the best of these. @param {Choice} choice */
    async pair(choice) {
      state.touch();
      const now = get().choice;
      if (choice.images === now.images && choice.texts === now.texts) return state.choose(pairedBy(choice, get().proposal));
      state.chooseSides(choice);
      const proposal = await proposalNow(choice);
      if (!proposal) return;
      const { images, texts, captionsPerImage, link } = proposal;
      state.choose(pairedBy({ images, texts, captionsPerImage, link }, proposal), proposal);
    },
  };
}
