import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { FEW_DRAWS, openPage, PAGE_FILE, PAGE_URL, pageInTurn, runAudit, stateOf } from "./page.js";
import { startServer } from "./server.js";

describe.each(BROWSERS)("the built page in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  /** @type {Awaited<ReturnType<typeof startServer>>} */
  let server;
  beforeAll(async () => {
    [launched, server] = await Promise.all([launch(browserName), startServer(readFileSync(PAGE_FILE))]);
  });
  afterAll(() => Promise.all([launched?.close(), server?.close()]));

  describe.each(/** @type {const} */ (["file", "server"]))("from a %s", (place) => {
    const address = () => (place === "file" ? PAGE_URL : server.address);

    it("opens empty, without an error in the console and with one request", async () => {
      server.requests.length = 0;
      const { page, problems } = await openPage(launched, address());
      expect(await stateOf(page)).toBe("empty");
      expect(problems).toEqual([]);
      expect(server.requests).toEqual(place === "file" ? [] : [{ method: "GET", path: "/" }]);
      await page.close();
    });

    const turn = pageInTurn(() => openPage(launched, address() + FEW_DRAWS));
    it.each(["balanced", "imagePrivate", "textPrivate"])(
      "makes the example %s on the spot, without an error or a request",
      async (name) => {
        const { page, problems } = await turn();
        server.requests.length = 0;
        await page.click(`#example-${name}`);
        await runAudit(page);
        expect(await page.$eval("#main h1", (heading) => heading.textContent?.length ?? 0)).toBeGreaterThan(20);
        expect(problems).toEqual([]);
        expect(server.requests).toEqual([]);
      },
    );
  });

  it("says that it cannot connect, and shows the policy as the proof", async () => {
    const { page } = await openPage(launched);
    expect(await page.$eval("#privacy-badge", (badge) => badge.textContent)).toMatch(/cannot connect/);
    await page.click("#privacy-badge");
    const proof = await page.$eval("#privacy", (dialog) => /** @type {HTMLDialogElement} */ (dialog).open && dialog.textContent);
    expect(proof).toContain("connect-src 'none'");
    await page.close();
  });
});

describe("the built page's file", () => {
  const html = readFileSync(PAGE_FILE, "utf8");
  const policy = html.match(/<meta http-equiv="Content-Security-Policy" content="([^"]+)"/)?.[1] ?? "";

  it("holds the core once", () => {
    // How every WebAssembly module begins, in base64.
    expect(html.split("AGFzbQEAAAA").length - 1).toBe(1);
  });

  it("carries its policy before any script, style or text", () => {
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(html.search(/<(script|style|link|body)\b/));
    expect(html.indexOf("Content-Security-Policy")).toBeLessThan(1024);
  });

  it("allows exactly the inline scripts and styles that it holds, by hash", () => {
    const inline = [...html.matchAll(/<(script|style)\b[^>]*>([\s\S]*?)<\/\1>/g)];
    const hashes = inline.map(([, , text]) => `'sha256-${createHash("sha256").update(text, "utf8").digest("base64")}'`);
    expect(inline.map(([, tag]) => tag).sort()).toEqual(["script", "script", "style"]);
    expect([...policy.matchAll(/'sha256-[^']+'/g)].map(([hash]) => hash).sort()).toEqual(hashes.sort());
  });

  it("never allows evaluation, inline code without a hash, or an address", () => {
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).not.toMatch(/'unsafe-eval'|'unsafe-inline'|'self'|https?:|\*/);
  });

  it("is the hosted page byte for byte, and its SHA-256 stands beside it", () => {
    const hosted = readFileSync(PAGE_FILE.replace(/askew\.html$/, "hosted/askew.html"), "utf8");
    expect(hosted === html).toBe(true);
    const sum = createHash("sha256").update(html, "utf8").digest("hex");
    expect(readFileSync(`${PAGE_FILE}.sha256`, "utf8")).toBe(`${sum}  askew.html\n`);
  });
});
