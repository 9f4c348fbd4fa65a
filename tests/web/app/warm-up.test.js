// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from "vitest";
import { warmUp } from "../../../web/src/app/warm-up.js";
import * as report from "../../../web/src/views/report.js";
import { sampleAudit } from "../views/sample-audit.js";

const drawn = vi.spyOn(report, "render");
beforeEach(() => {
  drawn.mockClear();
  document.body.innerHTML = '<nav id="skip"><a href="#main">Skip</a></nav>';
});

/** Idle times, one after the other, until there is nothing left to do in them. @param {Partial<Parameters<typeof warmUp>[0]>} parts */
async function idly(parts) {
  /** @type {(() => void)[]} */
  const works = [];
  const window = { requestIdleCallback: (/** @type {() => void} */ work) => works.push(work), setTimeout };
  warmUp({ window: /** @type {never} */ (window), warm: async () => sampleAudit(), waits: () => true, ...parts });
  let times = 0;
  while (works.length > 0) {
    works.shift()?.();
    await new Promise((resolve) => setTimeout(resolve));
    times++;
  }
  return times;
}

it("draws the report of made-up pairs whole and where nobody sees it", async () => {
  const before = document.body.innerHTML;
  expect(await idly({})).toBeGreaterThan(1);
  const [[container]] = drawn.mock.calls;
  expect([...container.querySelectorAll(".card-body")].every((body) => body.firstChild)).toBe(true);
  expect(container.isConnected).toBe(false);
  expect(document.body.innerHTML).toBe(before);
});

it("stops drawing once the page has something to do", async () => {
  let times = 0;
  await idly({ waits: () => ++times < 3 });
  const [[container]] = drawn.mock.calls;
  expect([...container.querySelectorAll(".card-body")].some((body) => !body.firstChild)).toBe(true);
});

it("draws nothing if files come before the made-up pairs are done, or if the engine does not start", async () => {
  await idly({ warm: async () => undefined });
  await idly({ waits: () => false });
  await idly({ warm: () => Promise.reject(new Error("no WebAssembly")) });
  expect(drawn).not.toHaveBeenCalled();
});
