import { execFileSync, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
const APACHE = ["/usr/sbin/apache2"].find((path) => existsSync(path));

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

/** Waits until it answers. @param {import("node:child_process").ChildProcess} child @param {string} name @param {string} address @param {string} log */
async function answers(child, name, address, log) {
  const deadline = Date.now() + 20_000;
  while (
    !(await fetch(`${address}/askew/`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (Date.now() <= deadline && child.exitCode === null) continue;
    child.kill();
    throw new Error(`${name} does not answer: ${existsSync(log) ? readFileSync(log, "utf8") : "it has written no log"}`);
  }
}

/**
 * A server of Debian's with its example as it was written, but for the folder.
 * @param {{ name: string, program: string, example: string, main: (folder: string, port: number) => string, check: (settings: string) => string[], run: (settings: string) => string[] }} server
 * @returns {Promise<Host>}
 */
async function serveBy({ name, program, example, main, check, run }) {
  const folder = mkdtempSync(join(tmpdir(), `askew-${name}-`));
  const port = await freePort();
  const settings = join(folder, "main.conf");
  mkdirSync(join(folder, "temp"));
  cpSync(join(DIST, "hosted"), join(folder, "hosted"), { recursive: true });
  // A server started by root reads as another user.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, "askew.conf"), example.replaceAll("/srv/askew", `${folder}/hosted`));
  writeFileSync(settings, main(folder, port));
  execFileSync(program, check(settings), { stdio: "pipe" });
  const child = spawn(program, run(settings));
  const address = `http://127.0.0.1:${port}`;
  await answers(child, name, address, join(folder, "error.log"));
  return {
    address,
    requests: [],
    async close() {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      // At once: Apache waits for connections that the browser keeps open.
      if (child.exitCode === null && child.kill("SIGKILL")) await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const serveByNginx = () =>
  serveBy({
    name: "nginx",
    program: /** @type {string} */ (NGINX),
    example: EXAMPLE,
    main: (folder, port) => {
      const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((part) => `${part}_temp_path ${folder}/temp/${part};`);
      return `daemon off; master_process off; pid ${folder}/pid; error_log ${folder}/error.log;
        events { } http { access_log ${folder}/access.log; ${temp.join(" ")} server { listen 127.0.0.1:${port}; include ${folder}/askew.conf; } }`;
    },
    check: (settings) => ["-t", "-q", "-c", settings, "-e", `${settings}.log`],
    run: (settings) => ["-c", settings, "-e", `${settings}.log`],
  });

/** What a Debian installation of Apache has on, and mod_headers, which the example asks for. */
const MODULES = ["mpm_event", "authz_core", "alias", "dir", "headers"];

const serveByApache = () =>
  serveBy({
    name: "apache",
    program: /** @type {string} */ (APACHE),
    example: readFileSync(join(DIST, "headers/apache.conf"), "utf8"),
    main: (folder, port) => `ServerName localhost
Listen 127.0.0.1:${port}
PidFile ${folder}/pid
ErrorLog ${folder}/error.log
DefaultRuntimeDir ${folder}/temp
User nobody
${MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join("\n")}
<VirtualHost *:${port}>
    Include ${folder}/askew.conf
</VirtualHost>
`,
    check: (settings) => ["-t", "-f", settings],
    run: (settings) => ["-X", "-f", settings],
  });

const HOSTS = /** @type {[string, boolean, () => Promise<Host>][]} */ ([
  ["Node with the headers of the example", true, serveByNode],
  ["nginx with the example itself", NGINX !== undefined, serveByNginx],
  ["Apache with the example itself", APACHE !== undefined, serveByApache],
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

describe.each(BROWSERS)("in %s", (browserName) => {
  /** @type {import("./browsers.js").Launched} */
  let launched;
  beforeAll(async () => {
    launched = await launch(browserName);
  });
  afterAll(() => launched?.close());

  describe.each(HOSTS)("hosted by %s", (_, there, serve) => {
    /** @type {Host | undefined} */
    let host;
    beforeAll(async () => {
      if (there) host = await serve();
    });
    afterAll(() => host?.close());

    it.skipIf(!there)("opens in a sub-path with every header, says its version, audits, and asks for nothing after", async () => {
      const { address, requests } = /** @type {Host} */ (host);
      for (const { path, headers } of places) {
        const response = await fetch(address + path);
        expect(Object.entries(headers).filter(([name, value]) => response.headers.get(name) !== value)).toEqual([]);
      }
      const page = await launched.browser.newPage();
      /** @type {string[]} */
      const problems = [];
      page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
      await page.goto(`${address}/askew/`);
      await page.waitForSelector("#main h1", { timeout: 20_000 });
      expect(await page.evaluate(() => location.pathname)).toBe("/askew/askew.html");
      expect(await page.$eval("#provenance", (footer) => footer.textContent)).toMatch(/Askew \d+\.\d+\.\d+.*[0-9a-f]{64}/);
      requests.length = 0;
      await page.click("#example-balanced");
      await runAudit(page);
      // The browser itself may still ask whether there is a newer worker.
      expect(requests.filter((url) => url !== "/askew/sw.js")).toEqual([]);
      expect(problems).toEqual([]);
      await page.close();
    });

    it.skipIf(!there)("works after the first visit without the server, and answers no other request of its address", async () => {
      const { address, close } = /** @type {Host} */ (host);
      const page = await launched.browser.newPage();
      await page.goto(`${address}/askew/`);
      await page.waitForSelector("#main h1", { timeout: 20_000 });
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null, { timeout: 20_000 });
      await close();
      await page.goto(`${address}/askew/`);
      await page.waitForSelector("#main h1", { timeout: 20_000 });
      await waitForState(page, "empty");
      await page.click("#example-balanced");
      await runAudit(page);
      await page.close();
    });
  });
});
