/** Measures while settings change: never two at once, the latest wish wins, older ones are skipped. */

/** @import { Measure, Measured, Settings } from "../types.d.ts" */

/**
 * @param {Measure} measure
 * @param {{ show: (measured: Measured, settings: Settings) => void, fail: (error: unknown) => void }} parts
 */
export function createLive(measure, { show, fail }) {
  /** @type {Settings | undefined} */
  let wanted;
  let working = false;

  async function work() {
    working = true;
    while (wanted) {
      const settings = wanted;
      wanted = undefined;
      try {
        show(await measure(settings), settings);
      } catch (error) {
        fail(error);
      }
    }
    working = false;
  }

  return {
    /** @param {Settings} settings @returns {void} */
    ask(settings) {
      wanted = settings;
      if (!working) work();
    },
  };
}
