/** Input number i of a run: decided by the run's seed and i alone, so that any of them can be made again. */
import { mutated } from "./mutations.js";
import { Random } from "./random.js";
import { structured } from "./structure.js";

/** @import { Pool } from "./seeds.js" */

/**
 * @param {[string, Pool][]} pools by reader
 * @param {number} seed
 * @param {number} index
 */
export function inputOf(pools, seed, index) {
  const random = new Random(seed, index);
  const [format, { opens, refused }] = pools[index % pools.length];
  const among = refused.length === 0 || (opens.length > 0 && random.chance(0.8)) ? opens : refused;
  const from = random.pick(among);
  const other = random.pick(random.chance(0.8) ? among : [...opens, ...refused]);
  const bytes = random.chance(0.5) ? structured(from, random, other) : mutated(from.bytes, random, other.bytes);
  return { format, name: from.name, bytes };
}
