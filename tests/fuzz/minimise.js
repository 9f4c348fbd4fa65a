/** A smaller file with the same finding: parts are cut out as long as it stays. Crude, and short. */
import { examine, signature } from "./contract.js";
import { replaced } from "./mutations.js";

const TRIES = 400;

/** @param {Uint8Array} bytes @param {string} name @param {string} wanted a finding's signature */
export async function minimised(bytes, name, wanted) {
  const stays = async (/** @type {Uint8Array} */ candidate) => {
    const outcome = await examine(candidate, name);
    return outcome.outcome === "finding" && signature(outcome) === wanted;
  };
  let tries = 0;
  let best = bytes;
  for (let part = Math.ceil(best.length / 2); part >= 1 && tries < TRIES; part = Math.floor(part / 2))
    for (let at = 0; at < best.length && tries < TRIES; tries++) {
      const candidate = replaced(best, at, Math.min(best.length, at + part), new Uint8Array(0));
      if (candidate.length > 0 && (await stays(candidate))) best = candidate;
      else at += part;
    }
  return best;
}
