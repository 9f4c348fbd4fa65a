/** Runs `count` jobs, `most` at a time, begun in order. @param {number} count @param {number} most @param {(index: number) => Promise<void>} job */
export async function inTurn(count, most, job) {
  let next = 0;
  const lane = async () => {
    while (next < count) await job(next++);
  };
  await Promise.all(Array.from({ length: Math.min(most, count) }, lane));
}
