/** A stream of numbers that a seed decides: the same seed, the same inputs. */

export class Random {
  /** @param {number} seed @param {number} [stream] an input's number: each has a stream of its own */
  constructor(seed, stream = 0) {
    this.state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35)) >>> 0;
    for (let i = 0; i < 4; i++) this.next();
  }

  /** 0 … 2^32 - 1 (mulberry32) */
  next() {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** 0 … end - 1; 0 for an empty range. @param {number} end */
  below(end) {
    return end > 0 ? Math.floor((this.next() / 2 ** 32) * end) : 0;
  }

  /** @template Item @param {readonly Item[]} items @returns {Item} */
  pick(items) {
    return items[this.below(items.length)];
  }

  /** @param {number} share [0, 1] */
  chance(share) {
    return this.next() / 2 ** 32 < share;
  }
}
