// Keeps one page for use without a network, and answers nothing else: while it is in charge no other request leaves for this address.
const worker = /** @type {any} */ (globalThis);
const page = { sha256: "PAGE_SHA256", version: "VERSION" };
const NAME = `askew-${page.version}-${page.sha256.slice(0, 16)}`;
/** Path below the scope -> file. @type {Record<string, string>} */
const FILES = { "askew.html": "askew.html", "index.html": "index.html", "": "index.html" };

/** @param {ArrayBuffer} bytes */
const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

// A page that is not the one this worker was built with is not kept.
async function keep() {
  const cache = await caches.open(NAME);
  for (const file of new Set(Object.values(FILES))) {
    const response = await fetch(file, { cache: "no-cache", credentials: "same-origin" });
    if (!response.ok) throw new Error(`${file}: ${response.status}`);
    if (file === "askew.html" && hex(await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer())) !== page.sha256)
      throw new Error("askew.html is not the page that belongs to this worker");
    await cache.put(file, response);
  }
}

async function forget() {
  for (const name of await caches.keys()) if (name.startsWith("askew-") && name !== NAME) await caches.delete(name);
  await worker.clients.claim();
}

/** @param {Request} request */
async function answer(request) {
  const { pathname } = new URL(request.url);
  const file = FILES[pathname.slice(pathname.lastIndexOf("/") + 1)];
  if (request.mode !== "navigate" || file === undefined) return Response.error();
  const kept = await (await caches.open(NAME)).match(file);
  return kept ?? fetch(request);
}

worker.addEventListener("install", (/** @type {any} */ event) => event.waitUntil(keep().then(() => worker.skipWaiting())));
worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(forget()));
worker.addEventListener("fetch", (/** @type {any} */ event) => event.respondWith(answer(event.request)));
