/** Which array is images, which texts, and how they pair: proposed from the files, chosen by the user. */
import { Failure } from "../failure.js";
import { textWord } from "../report/sentences.js";
import { failed } from "./bystanders.js";

/**
 * @typedef {import("./session-state.js").Parts} Parts
 * @typedef {import("./session-state.js").State} State
 * @typedef {import("./session-state.js").Store} Store
 * @typedef {import("../types.d.ts").OpenedFile} OpenedFile
 * @typedef {import("../types.d.ts").Pairs} Pairs
 * @typedef {import("../views/files.js").Choice} Choice
 * @typedef {import("../report/sentences.js").TextWord} TextWord
 */

/** Every name in the files. @param {OpenedFile[]} opened */
const namesIn = (opened) =>
  opened.flatMap(({ file, arrays, columns }) => [file, ...arrays.map(({ name }) => name), ...columns.map(({ name }) => name)]);

/** What waits for the user's answer. @param {{ code: string }} failure */
export const isQuestion = ({ code }) => code === "PAIRS_UNCLEAR" || code === "ROWS_UNCLEAR";

/** @param {Pick<Parts, "propose" | "pair"> & { store: Store }} parts */
export function createPairChoice({ store, propose, pair }) {
  /** Counts the proposals asked for: an answer to an older one is not heard. */
  let asked = 0;
  let touched = false;
  let named = false;

  /** The proposal of the files as they are now; undefined where they changed meanwhile. @param {Pick<Choice, "images" | "texts">} [sides] */
  async function proposalNow(sides) {
    const ticket = ++asked;
    const opened = store.get().files.flatMap((file) => file.opened ?? []);
    const proposal = await propose(opened, sides);
    return ticket === asked ? proposal : undefined;
  }

  /**
   * What the files propose now: what the session then knows, and whether its pairs need no look before they are audited.
   * @param {OpenedFile[]} opened @returns {Promise<{ known: Partial<State>, plain: boolean } | undefined>} undefined where the files changed meanwhile
   */
  async function settle(opened) {
    const { choice: chosen } = store.get();
    const still = (/** @type {import("../types.d.ts").ArrayRef | undefined} */ ref) =>
      opened.some(({ arrays }) => arrays.some((array) => array === ref?.array));
    // What the user chose stays, as long as its file does.
    const keep = touched && still(chosen.images) && still(chosen.texts);
    if (!keep) touched = false;
    const proposal = await proposalNow(keep ? chosen : undefined);
    if (!proposal) return undefined;
    const { images, texts, captionsPerImage, link } = proposal;
    const { keepDimensions, answered } = chosen;
    const proposed = { images, texts, captionsPerImage: captionsPerImage ?? captionsThen(), link };
    const choice = keep ? (sameWay(chosen, proposal) ?? { ...proposed, keepDimensions, answered }) : proposed;
    const word = named ? store.get().word : textWord(namesIn(opened));
    const known = { proposal, word, ...pairedBy(choice, proposal) };
    // Rows that were joined or left out are shown before they are audited.
    const whole = !link && known.pairs?.findings.every(({ code }) => code !== "ROWS_LEFT_OUT");
    return { known, plain: whole === true && !touched && proposal.questions.every(({ level }) => level === "note") };
  }

  /** What the user said of the pairs, as long as the files say the same of them as then. @param {Choice} chosen @param {import("../types.d.ts").Proposal} proposal @returns {Choice | undefined} */
  function sameWay(chosen, { link, links, undecided, captionsPerImage }) {
    const then = store.get().proposal;
    const same = links.find(({ label }) => label === chosen.link?.label);
    if (then?.link?.label !== link?.label || then?.undecided !== undecided || then?.captionsPerImage !== captionsPerImage) return undefined;
    return chosen.link && !same ? undefined : { ...chosen, link: same };
  }

  /** Texts an image of the audit that is to be verified, where these were in the images' order. */
  function captionsThen() {
    const { pairing, captionsPerImage } = store.get().saved?.audit.inputs ?? {};
    return pairing?.by === "order" && typeof captionsPerImage === "number" ? captionsPerImage : null;
  }

  /** @param {Choice} choice @param {State["proposal"]} proposal @returns {Pick<State, "choice" | "pairs" | "failure" | "phase">} */
  function pairedBy(choice, proposal) {
    const isFailed = failed(store.get().files);
    try {
      const { captions, ids, metadata, undecided, confirmed, odd } = proposal ?? {};
      const pairs = pair({ ...choice, captions, ids, metadata, undecided, confirmed, odd });
      return { choice, pairs, failure: undefined, phase: isFailed ? "error" : "pairing" };
    } catch (error) {
      const failure = Failure.from(error);
      // One array alone is an unfinished choice, and a question is no mistake.
      const waiting = ((proposal?.arrays.length ?? 0) < 2 || isQuestion(failure)) && !isFailed;
      return { choice, pairs: undefined, failure, phase: waiting ? "pairing" : "error" };
    }
  }

  /** @param {Choice} choice */
  function choose(choice) {
    store.set(pairedBy(choice, store.get().proposal));
  }

  return {
    settle,
    choose,

    /** Proposals that are still to come are not heard. */
    outdate() {
      asked++;
    },

    forget() {
      asked++;
      touched = false;
      named = false;
    },

    /** From now on nothing is audited without being told to. */
    touch() {
      touched = true;
    },

    /** Other sides bring other ways to pair them, and the best of these. @param {Choice} choice */
    async pair(choice) {
      touched = true;
      const now = store.get().choice;
      if (choice.images === now.images && choice.texts === now.texts) {
        choose(choice);
        return;
      }
      store.set({ choice: { ...choice, link: undefined }, pairs: undefined });
      const proposal = await proposalNow(choice);
      if (!proposal) return;
      store.set({ proposal });
      const { images, texts, captionsPerImage, link } = proposal;
      choose({ images, texts, captionsPerImage, link });
    },

    /** @param {TextWord} word */
    name(word) {
      named = true;
      store.set({ word });
    },
  };
}
