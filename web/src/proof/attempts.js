/** Tries every way out of this page, and tells which rule of the browser refused it. */
import { WAYS } from "./ways-out.js";

/** @import { Way } from "./ways-out.js" */

/**
 * rule: the directive that refused it; barred: the browser itself did; gone: the page took it away before it began;
 * untold: it failed, and the browser does not say why; nothing: no sign of any attempt; open: it was not refused.
 * @typedef {{ name: string, outcome: "rule" | "barred" | "gone" | "untold" | "nothing" | "open", rule: string }} Attempt
 */

/** Nobody has or can have such a name (RFC 2606): even a way that stood open would reach nothing. */
const NOWHERE = ".askew-tries-to-get-out.invalid";

/** A host a way, since some refusals name no more than the host. @param {number} number */
const addressOf = (number) => `https://way-${number}${NOWHERE}/out.js`;

/** A refusal that comes later than this is not waited for, ms. */
const GRACE = 2500;

const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** What the tests must give as a text, because their runner would rewrite it. @type {Record<string, (url: string) => unknown>} */
const AS_TEXT = { "dynamic import": (url) => import(/* @vite-ignore */ url) };

/** @param {Way} way @param {string} url @returns {Promise<unknown>} what it ended with, or undefined */
async function tried({ name, run }, url) {
  const start = typeof run === "string" ? AS_TEXT[name] : run;
  try {
    const late = Symbol("late");
    const end = await Promise.race([Promise.resolve(start(url)).then(() => "open"), wait(GRACE).then(() => late)]);
    return end === late ? undefined : end;
  } catch (error) {
    return error;
  }
}

/** Ways that say how they end; others are fired and forgotten. One that says nothing is still trying. */
const TELLS = /^(fetch|XMLHttpRequest|WebSocket|EventSource|image|style sheet|font|audio|script|dynamic|worker|service|WebTransport)/;

/** @param {Way} way @param {unknown} end @returns {Attempt["outcome"]} */
function outcomeOf({ name, untold }, end) {
  if (!(end instanceof Error)) return TELLS.test(name) ? "open" : "nothing";
  if (end.name === "SecurityError" || /protocol .*not supported/.test(end.message)) return "barred";
  if (/is not (defined|a function|a constructor)|undefined/.test(end.message)) return "gone";
  return untold ? "untold" : "open";
}

/** @param {Way} way @param {unknown} end @param {string} [directive] that the browser reported @returns {Attempt} */
function judged(way, end, directive) {
  const rule = directive || (end instanceof Error && / \[([\w-]+)\]$/.exec(end.message)?.[1]) || "";
  return { name: way.name, outcome: rule ? "rule" : outcomeOf(way, end), rule };
}

/** Puts the page back as it was. */
function remember() {
  const { body } = document;
  const [children, style, sheets] = [new Set(body.children), body.style.cssText, [...document.adoptedStyleSheets]];
  return () => {
    for (const child of [...body.children]) if (!children.has(child)) child.remove();
    body.style.cssText = style;
    document.adoptedStyleSheets = sheets;
  };
}

/** WebRTC has no rule; the page gives it up before its own script runs. @returns {Attempt} */
function withoutRtc() {
  const there = "RTCPeerConnection" in globalThis && globalThis.RTCPeerConnection !== undefined;
  return { name: "WebRTC", outcome: there ? "open" : "gone", rule: "" };
}

/** @returns {Promise<Attempt[]>} */
export async function tryEveryWay() {
  const restore = remember();
  /** By the number in the address; inline rules have none. @type {Map<number, string>} */
  const rules = new Map();
  const inline = WAYS.findIndex(({ name }) => name === "speculation rules");
  const listen = (/** @type {SecurityPolicyViolationEvent} */ { blockedURI, effectiveDirective }) => {
    const number = blockedURI === "inline" ? inline : Number(/\/way-(\d+)\./.exec(blockedURI)?.[1] ?? Number.NaN);
    if (!Number.isNaN(number)) rules.set(number, effectiveDirective);
  };
  document.addEventListener("securitypolicyviolation", listen);
  const ends = await Promise.all(WAYS.map((way, number) => tried(way, addressOf(number))));
  await wait(500);
  document.removeEventListener("securitypolicyviolation", listen);
  restore();
  return [...WAYS.map((way, number) => judged(way, ends[number], rules.get(number))), withoutRtc()];
}

/** What the browser has loaded for this page beside the page itself: its own workers and pictures are made of its own bytes. */
export function loaded() {
  return performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((name) => !/^(blob|data):/.test(name) && !name.includes(NOWHERE));
}
