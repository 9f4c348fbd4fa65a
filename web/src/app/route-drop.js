/** Where dropped and chosen files lead: to a saved audit, a benchmark, one audit, or the comparison on the page. */
import { savedAmong } from "../audit/saved.js";
import { Failure } from "../failure.js";

/** @import { Given } from "./drop.js" */

/**
 * @param {object} parts
 * @param {ReturnType<typeof import("./session.js").createSession>} parts.session
 * @param {ReturnType<typeof import("./benchmark.js").createBenchmark>} parts.bench
 * @param {() => void} parts.leave lessons and playground
 * @param {() => Promise<boolean>} parts.agreed whether what is shown may make room, asked if something would be lost
 */
export function createRoute({ session, bench, leave, agreed }) {
  const isRunning = () => session.store.get().phase === "running";
  let before = Promise.resolve();

  /** @param {Given[]} given @returns {Promise<void>} once it is clear where they lead */
  async function route(given) {
    const files = given.flatMap(({ file, failure }) => (failure ? [] : [file]));
    // An audit that runs goes on, whatever is dropped.
    if (!isRunning() && !(await agreed())) return;
    if (!isRunning()) {
      /** @type {Awaited<ReturnType<typeof savedAmong>> & { failure?: Failure }} */
      const { saved, data, failure } = await savedAmong(files).catch((error) => ({ data: [], failure: Failure.from(error) }));
      if (failure) {
        session.addFiles(given.map(({ file }) => ({ file, failure: /\.json$/i.test(file.name) ? failure : undefined })));
        return;
      }
      // An audit may have begun meanwhile.
      if (saved && !isRunning()) {
        leave();
        bench.close();
        session.take(saved, data.length === 0);
        if (data.length > 0) session.addFiles(data.map((file) => ({ file })));
        else session.run();
        return;
      }
    }
    leave();
    const { phase } = session.store.get();
    const isBegun = bench.store.get().phase === "closed" && phase !== "empty" && phase !== "done";
    const runs = files.length === given.length ? files : [];
    const makeRoom = () => !isRunning() && void session.reset();
    if (!isBegun && (await bench.take(runs, makeRoom))) return;
    if (!isBegun) bench.close();
    session.addFiles(given);
  }

  /** Drops are looked at in their order. @param {Given[]} given */
  function take(given) {
    before = before.catch(() => {}).then(() => route(given));
    return before;
  }

  return {
    take,

    /** @param {Given[]} given @param {Pick<Element, "closest"> | null} place what they were dropped on */
    drop(given, place) {
      if (place?.closest("#card-comparison")) return session.asides.compare(given.map(({ file }) => file));
      return take(given);
    },
  };
}
