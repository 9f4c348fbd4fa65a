import { countOf } from "../report/numbers.js";
import { fill, h, list } from "./element.js";
import { table } from "./table.js";

/** @import { Attempt } from "../proof/attempts.js" */

/**
 * @typedef {{ attempts: Attempt[], loaded: string[] }} Proof
 * @typedef {{ prove: () => Promise<Proof> }} Actions
 */

/** The second part is heard, but not seen where there is no room. @param {HTMLElement} badge @param {string | null} policy */
export function renderBadge(badge, policy) {
  badge.classList.toggle("open", !policy);
  if (policy) fill(badge, "offline", h("span.badge-more", " · this page cannot connect anywhere"));
  else fill(badge, "nothing leaves this computer");
}

/** What became of a try that no rule is named for. */
const OUTCOMES = Object.freeze({
  barred: "refused by the browser",
  gone: "not there: taken away or unknown to this browser",
  untold: "failed; this browser does not say by which rule",
  open: "not refused",
  nothing: "nothing happened",
});

/** @param {Attempt} attempt */
const outcomeWords = ({ outcome, rule }) => (outcome === "rule" ? `refused by ${rule}` : OUTCOMES[outcome]);

/** @param {Attempt[]} attempts */
const openOnes = (attempts) => attempts.filter(({ outcome }) => outcome === "open");

/** @param {Proof} proof */
function proofWords({ attempts, loaded }) {
  const open = openOnes(attempts);
  const shut = attempts.filter(({ outcome }) => outcome === "rule" || outcome === "barred");
  const tries =
    open.length > 0
      ? `${countOf(open.length, "way was", "ways were")} not refused: ${open.map(({ name }) => name).join(", ")}. Do not use this copy for patient data.`
      : `${attempts.length} ways out were tried: ${shut.length} were refused in so many words, ${attempts.length - shut.length} failed or lead nowhere in this browser, none is open.`;
  const files =
    loaded.length === 0
      ? "The browser has loaded one file for this page: the page itself."
      : `Beside the page itself the browser has loaded ${countOf(loaded.length, "file")}: ${loaded.join(", ")}.`;
  return `${tries} ${files}`;
}

/** @param {Proof} proof */
function proofTable(proof) {
  return h(
    "details.proof-list",
    h("summary", "Every try and what became of it"),
    table(
      { class: "left" },
      ["Way out", "What became of it"],
      proof.attempts.map((attempt) =>
        h("tr", { "data-outcome": attempt.outcome }, h("th", { scope: "row" }, attempt.name), h("td", outcomeWords(attempt))),
      ),
    ),
  );
}

/** @param {Actions} actions */
function proving({ prove }) {
  const result = h("div#proof", { role: "status" });
  const button = h(
    "button#prove.primary",
    {
      click: async () => {
        button.disabled = true;
        fill(result, h("p.how", "Trying every way out…"));
        const proof = await prove();
        const open = openOnes(proof.attempts).length > 0 || proof.loaded.length > 0;
        fill(result, h("p", { class: `proved ${open ? "bad" : "good"}` }, proofWords(proof)), proofTable(proof));
        result.dataset.proof = open ? "open" : "shut";
        button.disabled = false;
      },
    },
    "Prove it",
  );
  return [
    h(
      "p",
      "The page tries every way that a page has to send something away, and shows what the browser does. The tries carry no data and aim at a name that cannot exist.",
    ),
    button,
    result,
  ];
}

/** For those who must allow the file. */
const FOR_DEPARTMENTS = [
  "What it is: one HTML file with its script and WebAssembly inside. No installation, no server, no account, no right beyond opening a file in a browser.",
  "What it keeps: nothing. No cookie, no storage. What a user saves goes through the browser’s own download.",
  "Is it the file that was published? `sha256sum askew.html` (Windows: `Get-FileHash askew.html`) must give what askew.html.sha256 says. Building the same source twice gives the same bytes.",
  "Hosting it: any static web server; the folder hosted/ has the page with the headers for nginx and Apache beside it, which state the same rule a second time.",
  "Watching it: a proxy or firewall sees the page’s own address once, and nothing after. SECURITY.md says what is defended and what is not.",
];

/** Words with `code` in them. @param {string} text */
const withCode = (text) => text.split("`").map((part, k) => (k % 2 === 1 ? h("code", part) : part));

/** What stands for the rule that forbids connections, by itself or in its absence. @param {string | null} policy */
const ruleItem = (policy) =>
  policy
    ? [
        "It carries a rule for the browser that forbids every connection. The browser enforces the rule, and nothing in the page can lift it:",
        h("code.policy", policy),
      ]
    : [
        h("b", "This copy runs without the rule that forbids connections"),
        " (a development build). For patient data use the packaged page, askew.html.",
      ];

/** The proof in words. @param {HTMLDialogElement} dialog @param {string | null} policy the page's Content-Security-Policy if it forbids connections @param {Actions} actions */
export function render(dialog, policy, actions) {
  fill(
    dialog,
    h("h2#privacy-title", "Your data stays on this computer"),
    h("p.lead", policy ? "This page cannot send anything. You need not take our word for it:" : "This page sends nothing."),
    ...proving(actions),
    list("ul", [
      ruleItem(policy),
      "Look for yourself: open the browser’s developer tools (F12), choose “Network”, run an audit. The list stays empty.",
      "Or disconnect from the network, or save the page and open it from disk: everything works as before.",
      "Files are read as data and never run; a pickle that names anything but data is refused.",
      "Nothing is stored: no cookies, no local storage. Closing the tab forgets everything but what you saved yourself.",
    ]),
    h("details.departments", h("summary", "For an IT department"), list("ul", FOR_DEPARTMENTS.map(withCode))),
    h("button#privacy-close", { click: () => dialog.close() }, "Close"),
  );
}
