import { describe, expect, it } from "vitest";
import { createLive } from "../../../web/src/lessons/live.js";
import { START } from "../../../web/src/lessons/settings.js";

/** A measure whose answers are given by hand. */
function byHand() {
  /** @type {{ gap: number, resolve: (value: any) => void, reject: (error: unknown) => void }[]} */
  const asked = [];
  /** @type {unknown[]} */
  const seen = [];
  const live = createLive(
    ({ gap }) =>
      new Promise((resolve, reject) => {
        asked.push({ gap, resolve, reject });
      }),
    { show: (measured) => seen.push(measured), fail: (error) => seen.push(error) },
  );
  return { live, asked, seen, settle: () => new Promise((resolve) => setTimeout(resolve)) };
}

describe("measuring while a slider moves", () => {
  it("never measures two at once, and skips all but the latest wish", async () => {
    const { live, asked, seen, settle } = byHand();
    for (const gap of [0.1, 0.2, 0.3, 0.4]) live.ask({ ...START, gap });
    expect(asked.map(({ gap }) => gap)).toEqual([0.1]);
    asked[0].resolve("first");
    await settle();
    expect(asked.map(({ gap }) => gap)).toEqual([0.1, 0.4]);
    asked[1].resolve("last");
    await settle();
    expect(seen).toEqual(["first", "last"]);
  });

  it("goes on after a failure", async () => {
    const { live, asked, seen, settle } = byHand();
    live.ask(START);
    asked[0].reject("no");
    await settle();
    live.ask(START);
    asked[1].resolve("yes");
    await settle();
    expect(seen).toEqual(["no", "yes"]);
  });
});
