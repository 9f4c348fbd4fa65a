import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSocket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BROWSERS, launch } from "./browsers.js";
import { ROOT, runAudit, waitForState } from "./page.js";

const DIST = join(ROOT, "dist");
const EXAMPLE = readFileSync(join(DIST, "headers/nginx.conf"), "utf8");
const NGINX = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"].find((path) => existsSync(path));

/** A server of hosted/ below /askew/. @typedef {{ address: string, requests: string[], close: () => Promise<void> | void }} Host */

/** Locations of the example, as nginx takes them. */
const places = [...EXAMPLE.matchAll(/location = (\S+) \{\n {4}alias \/srv\/askew\/(\S+);([\s\S]*?)\n\}/g)].map(([, path, file, rest]) => ({
  path,
  file,
  type: rest.match(/default_type "?([^";]+(?:; charset=utf-8)?)"?;/)?.[1] ?? "",
  headers: Object.fromEntries(
    [...rest.matchAll(/add_header (\S+) "([^"]*)" always;/g)].map(([, name, value]) => [name.toLowerCase(), value]),
  ),
}));

/** The example's locations on Node. @returns {Promise<Host>} */
async function serveByNode() {
  /** @type {string[]} */
  const requests = [];
  const server = createServer(({ url = "" }, response) => {
    requests.push(url);
    const place = places.find(({ path }) => path === (url === "/askew/" ? "/askew/index.html" : url));
    if (!place) return response.writeHead(404).end();
    return response.writeHead(200, { "content-type": place.type, ...place.headers }).end(readFileSync(join(DIST, "hosted", place.file)));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve(undefined)));
    },
  };
}

/** @returns {Promise<number>} */
const freePort = () =>
  new Promise((resolve) => {
    const socket = createSocket();
    socket.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (socket.address());
      socket.close(() => resolve(port));
    });
  });

/** Debian's nginx with the example as it was written, but for the folder. @returns {Promise<Host>} */
async function serveByNginx() {
  const folder = mkdtempSync(join(tmpdir(), "askew-nginx-"));
  const port = await freePort();
  mkdirSync(join(folder, "temp"));
  writeFileSync(join(folder, "askew.conf"), EXAMPLE.replaceAll("/srv/askew/", `${DIST}/hosted/`));
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${folder}/temp/${name};`).join(" ");
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
     events { } http { access_log ${folder}/access.log; ${temp} server { listen 127.0.0.1:${port}; include ${folder}/askew.conf; } }`,
  );
  const settings = ["-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")];
  execFileSync(/** @type {string} */ (NGINX), ["-t", "-q", ...settings]);
  const child = spawn(/** @type {string} */ (NGINX), settings);
  const address = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 10_000;
  while (
    !(await fetch(`${address}/askew/`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    if (Date.now() > deadline) {
      child.kill();
      throw new Error(`nginx does not answer: ${readFileSync(join(folder, "error.log"), "utf8")}`);
    }
  return {
    address,
    requests: [],
    close() {
      child.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const HOSTS = /** @type {[string, boolean, () => Promise<Host>][]} */ ([
  ["Node with the headers of the example", true, serveByNode],
  ["nginx with the example itself", NGINX !== undefined, serveByNginx],
]);

const WANTED = [
  "content-security-policy",
  "cross-origin-opener-policy",
  "cross-origin-embedder-policy",
  "cross-origin-resource-policy",
].concat(["permissions-policy", "referrer-policy", "x-content-type-options"]);

describe("the examples of headers", () => {
  it("name every header for every file, in nginx's and in Apache's", () => {
    const apache = readFileSync(join(DIST, "headers/apache.conf"), "utf8");
    expect(new Set(places.map(({ file }) => file))).toEqual(new Set(["index.html", "askew.html", "sw.js"]));
    for (const { file, headers } of places) {
      expect([file, WANTED.filter((name) => !headers[name])]).toEqual([file, []]);
      const block = apache.match(new RegExp(`<Files "${file}">([\\s\\S]*?)</Files>`))?.[1] ?? "";
      for (const [name, value] of Object.entries(headers))
        expect(block.toLowerCase()).toContain(`header always set ${name} "${value}"`.toLowerCase());
    }
  });

  it("say the page's own policy again, and forbid frames around it", () => {
    const own = readFileSync(join(DIST, "askew.html"), "utf8").match(/Content-Security-Policy" content="([^"]*)"/)?.[1];
    expect(places.find(({ file }) => file === "askew.html")?.headers["content-security-policy"]).toBe(`${own}; frame-ancestors 'none'`);
  });
});

describe.each(HOSTS)("hosted by %s", (_, there, serve) => {
  describe.skipIf(!there).each(BROWSERS)("in %s", (browserName) => {
    /** @type {import("./browsers.js").Launched} */
    let launched;
    /** @type {Host} */
    let host;
    beforeAll(async () => {
      [launched, host] = await Promise.all([launch(browserName), serve()]);
    });
    afterAll(() => Promise.all([launched?.close(), host?.close()]));

    it("opens in a sub-path with every header, says its version, audits, and asks for nothing after", async () => {
      for (const { path, headers } of places) {
        const response = await fetch(host.address + path);
        expect(Object.entries(headers).filter(([name, value]) => response.headers.get(name) !== value)).toEqual([]);
      }
      const page = await launched.browser.newPage();
      /** @type {string[]} */
      const problems = [];
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      await page.goto(`${host.address}/askew/`);
      await page.waitForSelector("#main h1", { timeout: 20_000 });
      expect(await page.evaluate(() => location.pathname)).toBe("/askew/askew.html");
      expect(await page.$eval("#provenance", (footer) => footer.textContent)).toMatch(/Askew \d+\.\d+\.\d+.*[0-9a-f]{64}/);
      host.requests.length = 0;
      await page.click("#example-balanced");
      await runAudit(page);
      // The browser itself may still ask whether there is a newer worker.
      expect(host.requests.filter((url) => url !== "/askew/sw.js")).toEqual([]);
      expect(problems).toEqual([]);
      await page.close();
    });

    it("works after the first visit without the server, and answers no other request of its address", async () => {
      const page = await launched.browser.newPage();
      await page.goto(`${host.address}/askew/`);
      await page.waitForSelector("#main h1", { timeout: 20_000 });
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null, { timeout: 20_000 });
      await host.close();
      await page.goto(`${host.address}/askew/`);
      await page.waitForSelector("#main h1", { timeout: 20_000 });
      await waitForState(page, "empty");
      await page.click("#example-balanced");
      await runAudit(page);
      await page.close();
    });
  });
});
