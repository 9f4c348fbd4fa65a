/**
 * Every way that a page has to send something away, each as a function that is run with the address to reach. The page tries
 * them to show that each is refused (attempts.js); the tests try them with a server that listens.
 * A way resolves if it was open or nothing can be told, and rejects if it was refused.
 */

/**
 * `never` says why the way leads nowhere in a browser even without a policy; `untold`: some browser refuses it without
 * saying by which rule, so that the page itself cannot tell (a server can, and the tests do).
 * @typedef {{ name: string, run: string | ((url: string) => unknown), never?: Partial<Record<"chromium" | "firefox", string>>, untold?: true }} Way
 */

/** Until an attempt succeeds, as an event says, or is refused. */
const UNTIL = /** @type {(event: string, attempt: EventTarget) => Promise<void>} */ (
  (event, attempt) =>
    new Promise((resolve, reject) => {
      attempt.addEventListener(event, () => resolve());
      attempt.addEventListener("error", () => reject(new Error("refused")));
    })
);

/** An element with the address in an attribute. */
const ELEMENT = /** @type {(tag: string, attributes: Record<string, string>, url: string) => Promise<void>} */ (
  (tag, attributes, url) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value.replace("URL", url));
    document.body.append(element);
    return UNTIL("load", element);
  }
);

/** Code that a worker made from a blob runs; its answer is "open" or the refusal. */
const BLOB_WORKER = /** @type {(code: string, url: string) => Promise<void>} */ (
  (code, url) =>
    new Promise((resolve, reject) => {
      const whole = `const url = ${JSON.stringify(url)};
        let rule = "";
        addEventListener("securitypolicyviolation", (event) => { rule ||= " [" + event.effectiveDirective + "]"; });
        // The browser tells of the rule some time after the refusal.
        const refused = (error, turns = 20) => (rule || turns === 0 ? postMessage(error + rule) : setTimeout(refused, 50, error, turns - 1));
        (async () => { ${code} })().then(() => postMessage("open"), refused);`;
      const worker = new Worker(URL.createObjectURL(new Blob([whole], { type: "text/javascript" })));
      worker.onmessage = ({ data }) => (data === "open" ? resolve() : reject(new Error(data)));
      worker.onerror = () => reject(new Error("the worker did not start"));
    })
);

/** What the functions below may call; given to the page together with them. */
export const HELPERS = { UNTIL, ELEMENT, BLOB_WORKER };

/** @type {Way[]} */
export const WAYS = [
  { name: "fetch", run: (url) => fetch(url) },
  { name: "fetch without CORS", run: (url) => fetch(url, { mode: "no-cors" }) },
  { name: "fetch that outlives the page", run: (url) => fetch(url, { method: "POST", body: "row", keepalive: true }) },
  {
    name: "XMLHttpRequest",
    run: (url) => {
      const request = new XMLHttpRequest();
      request.open("GET", url);
      request.send();
      return UNTIL("load", request);
    },
  },
  { name: "sendBeacon", run: (url) => navigator.sendBeacon(url, "row") },
  { name: "WebSocket", run: (url) => UNTIL("open", new WebSocket(url.replace("http", "ws"))) },
  {
    name: "EventSource",
    run: (url) => {
      const source = new EventSource(url);
      return UNTIL("open", source).finally(() => source.close());
    },
  },
  { name: "image", run: (url) => ELEMENT("img", { src: "URL" }, url) },
  { name: "picture in a style", run: (url) => document.body.style.setProperty("background-image", `url(${url})`) },
  {
    name: "picture in a constructed style sheet",
    run: (url) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`html { background-image: url(${url}) }`);
      document.adoptedStyleSheets.push(sheet);
    },
  },
  { name: "style sheet", run: (url) => ELEMENT("link", { rel: "stylesheet", href: "URL" }, url) },
  { name: "font", run: (url) => new FontFace("leak", `url(${url})`).load() },
  { name: "audio", run: (url) => ELEMENT("audio", { src: "URL", preload: "auto" }, url) },
  { name: "poster of a video", run: (url) => ELEMENT("video", { poster: "URL" }, url) },
  { name: "script element", run: (url) => ELEMENT("script", { src: "URL" }, url) },
  // As text: the test runner would rewrite the import.
  { name: "dynamic import", run: "(url) => import(url)" },
  { name: "frame", run: (url) => ELEMENT("iframe", { src: "URL" }, url) },
  { name: "object", run: (url) => ELEMENT("object", { data: "URL" }, url) },
  { name: "embed", run: (url) => ELEMENT("embed", { src: "URL" }, url) },
  {
    name: "form",
    run: (url) => {
      const frame = document.createElement("iframe");
      frame.name = "answer";
      const form = document.createElement("form");
      Object.assign(form, { action: url, method: "post", target: "answer" });
      document.body.append(frame, form);
      form.submit();
    },
  },
  { name: "worker from an address", untold: true, run: (url) => UNTIL("message", new Worker(url)) },
  { name: "shared worker", untold: true, run: (url) => UNTIL("message", new SharedWorker(url)) },
  { name: "service worker", run: (url) => navigator.serviceWorker.register(url) },
  { name: "fetch inside a worker", run: (url) => BLOB_WORKER("await fetch(url)", url) },
  { name: "importScripts inside a worker", run: (url) => BLOB_WORKER("importScripts(url)", url) },
  { name: "import inside a worker", run: (url) => BLOB_WORKER("await import(url)", url) },
  {
    name: "WebSocket inside a worker",
    run: (url) =>
      BLOB_WORKER(
        `const socket = new WebSocket(url.replace("http", "ws"));
         await new Promise((resolve, reject) => { socket.onopen = resolve; socket.onerror = () => reject(new Error("refused")); });`,
        url,
      ),
  },
  { name: "prefetch", run: (url) => ELEMENT("link", { rel: "prefetch", href: "URL" }, url) },
  { name: "preload", untold: true, run: (url) => ELEMENT("link", { rel: "preload", as: "image", href: "URL" }, url) },
  { name: "module preload", untold: true, run: (url) => ELEMENT("link", { rel: "modulepreload", href: "URL" }, url) },
  {
    name: "icon",
    run: (url) => ELEMENT("link", { rel: "icon", href: "URL" }, url),
    never: { chromium: "it takes no icons without a window" },
  },
  {
    name: "manifest",
    run: (url) => ELEMENT("link", { rel: "manifest", href: "URL" }, url),
    never: { chromium: "it reads manifests when a page is installed", firefox: "it reads no manifests" },
  },
  {
    name: "speculation rules",
    run: (url) => {
      const script = document.createElement("script");
      script.type = "speculationrules";
      script.textContent = JSON.stringify({ prefetch: [{ source: "list", urls: [url], eagerness: "immediate" }] });
      document.body.append(script);
    },
    never: { firefox: "it does not know them" },
  },
  {
    name: "ping of a link",
    run: (url) => {
      const link = document.createElement("a");
      Object.assign(link, { href: location.hash || "#", ping: url });
      document.body.append(link);
      link.click();
    },
    never: { firefox: "it sends no pings" },
  },
  {
    name: "WebTransport",
    run: (url) => new WebTransport(url.replace("http:", "https:")).ready,
    never: { chromium: "the test's server speaks no HTTP/3", firefox: "the test's server speaks no HTTP/3" },
  },
];
