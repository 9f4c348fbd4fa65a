import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { HELPERS, WAYS } from "../../web/src/proof/ways-out.js";
import { BROWSERS, launch } from "./browsers.js";
import { openPage, PAGE_FILE } from "./page.js";
import { startServer, UNPROTECTED } from "./server.js";

/** @import { Page } from "puppeteer-core" */

/** A request that comes later than this is not waited for; the ways that are open need a few milliseconds. */
const GRACE = 1500;

const SOURCES = {
  helpers: Object.fromEntries(Object.entries(HELPERS).map(([name, value]) => [name, String(value)])),
  ways: WAYS.map(({ name, run }) => ({ name, code: String(run) })),
};

/**
 * Tries every way out of the page at once; each has its own address, so the server knows which one came through.
 * @param {Page} page
 * @param {string} address
 */
async function tryEveryWay(page, address) {
  const helpers = Object.entries(SOURCES.helpers).map(([name, code]) => `const ${name} = ${code};`);
  const ways = SOURCES.ways.map(({ name, code }, i) => `[${JSON.stringify(name)}, () => (${code})("${address}out.js?${i}")]`);
  return /** @type {Promise<Record<string, string>>} */ (
    page.evaluate(`(async () => {
      ${helpers.join("\n")}
      const late = () => new Promise((resolve) => setTimeout(() => resolve("no answer"), ${GRACE}));
      const tried = [${ways.join(",\n")}].map(async ([name, run]) => {
        try {
          return [name, await Promise.race([Promise.resolve(run()).then(() => "no refusal"), late()])];
        } catch (error) {
          return [name, "refused: " + (error && error.message || error)];
        }
      });
      const outcomes = Object.fromEntries(await Promise.all(tried));
      await late();
      return outcomes;
    })()`)
  );
}

/** A STUN server that only counts. */
async function startStun() {
  const socket = createSocket("udp4");
  const counted = { packets: 0 };
  socket.on("message", () => counted.packets++);
  await new Promise((resolve) => socket.bind(0, "0.0.0.0", () => resolve(undefined)));
  // Browsers may leave the loopback address alone.
  const outer = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const host = outer.find(({ family, internal }) => family === "IPv4" && !internal)?.address ?? "127.0.0.1";
  return { counted, address: `stun:${host}:${socket.address().port}`, close: () => socket.close() };
}

/** @param {Page} page @param {string} stun */
const gatherCandidates = (page, stun) =>
  page.evaluate(
    async (urls, grace) => {
      try {
        const connection = new RTCPeerConnection({ iceServers: [{ urls }] });
        connection.createDataChannel("out");
        await connection.setLocalDescription(await connection.createOffer());
        await new Promise((resolve) => setTimeout(resolve, grace));
        return "no refusal";
      } catch (error) {
        return `refused: ${error instanceof Error ? error.message : error}`;
      }
    },
    stun,
    GRACE,
  );

describe.each(BROWSERS)("in %s, once the page has loaded", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  /** Of its own, because a service worker that it lets in would stay with the address. @type {typeof server} */
  let unprotected;
  /** @type {Awaited<ReturnType<typeof startStun>>} */
  let stun;
  /** What came through, by the number of the way. @type {Record<"control" | "served" | "file", { outcomes: Record<string, string>, came: Set<number> }>} */
  const results = { control: nothing(), served: nothing(), file: nothing() };
  const webrtc = { control: "", served: "", file: "" };
  const packets = { control: 0, served: 0, file: 0 };

  function nothing() {
    return { outcomes: /** @type {Record<string, string>} */ ({}), came: /** @type {Set<number>} */ (new Set()) };
  }

  beforeAll(async () => {
    [launched, server, unprotected, stun] = await Promise.all([
      launch(browserName),
      startServer(readFileSync(PAGE_FILE)),
      startServer(UNPROTECTED),
      startStun(),
    ]);
    /** @param {"control" | "served" | "file"} place @param {Page} page @param {typeof server} judge */
    const attempt = async (place, page, judge) => {
      judge.requests.length = 0;
      stun.counted.packets = 0;
      webrtc[place] = await gatherCandidates(page, stun.address);
      packets[place] = stun.counted.packets;
      results[place].outcomes = await tryEveryWay(page, judge.address);
      for (const { path } of judge.requests) results[place].came.add(Number(path.match(/out\.js\?(\d+)/)?.[1] ?? -1));
      await page.close();
    };
    const control = await launched.browser.newPage();
    await control.goto(unprotected.address);
    await attempt("control", control, unprotected);
    await attempt("served", (await openPage(launched, server.address)).page, server);
    await attempt("file", (await openPage(launched)).page, server);
  }, 120_000);
  afterAll(async () => {
    stun?.close();
    await Promise.all([launched?.close(), server?.close(), unprotected?.close()]);
  });

  describe.each(WAYS.map(({ name, never }, number) => /** @type {const} */ ([name, number, never])))("%s", (name, number, never) => {
    if (!never?.[browserName])
      it("reaches the server from a page without a policy", () => {
        expect(results.control.came.has(number)).toBe(true);
      });

    it.each(/** @type {const} */ (["served", "file"]))("does not from the page (%s)", (place) => {
      expect(results[place].outcomes[name]).toBeDefined();
      expect(results[place].came.has(number)).toBe(false);
    });
  });

  it.each(/** @type {const} */ (["served", "file"]))("the server sees no request at all (%s)", (place) => {
    expect([...results[place].came]).toEqual([]);
  });

  it.each(/** @type {const} */ (["served", "file"]))("WebRTC is gone and sends no packet (%s)", (place) => {
    expect(webrtc.control).toBe("no refusal");
    expect(packets.control).toBeGreaterThan(0);
    expect(webrtc[place]).toMatch(/^refused/);
    expect(packets[place]).toBe(0);
  });
});
