/** Jobs of one place, of which only the newest counts: what an earlier one finds is not heard. */
export function createTurns() {
  let turn = new AbortController();
  return {
    /** Ends what is under way. @returns {AbortSignal} of what begins; aborted once that is over */
    next() {
      turn.abort();
      turn = new AbortController();
      return turn.signal;
    },
    /** @returns {AbortSignal} of what is under way */
    now: () => turn.signal,
  };
}
