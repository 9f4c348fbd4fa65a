import { fill, h } from "./element.js";

/** @param {string | null} policy */
export function badgeText(policy) {
  return policy ? "offline · this page cannot connect anywhere" : "nothing leaves this computer";
}

/** The proof in words. @param {HTMLDialogElement} dialog @param {string | null} policy the page's Content-Security-Policy where it forbids connections */
export function render(dialog, policy) {
  fill(
    dialog,
    h("h2", { id: "privacy-title" }, "Your data stays on this computer"),
    h("p", { class: "lead" }, policy ? "This page cannot send anything. You need not take our word for it:" : "This page sends nothing."),
    h(
      "ul",
      {},
      policy
        ? h(
            "li",
            {},
            "It carries a rule for the browser that forbids every connection. The browser enforces the rule, and nothing in the page can lift it:",
            h("code", { class: "policy" }, policy),
          )
        : h(
            "li",
            {},
            h("b", {}, "This copy runs without the rule that forbids connections"),
            " (a development build). For patient data use the packaged page, askew.html.",
          ),
      h("li", {}, "Look for yourself: open the browser’s developer tools (F12), choose “Network”, run an audit. The list stays empty."),
      h("li", {}, "Or disconnect from the network, or save the page and open it from disk: everything works as before."),
      h("li", {}, "Files are read as data and never run; a pickle that names anything but data is refused."),
      h("li", {}, "Nothing is stored: no cookies, no local storage. Closing the tab forgets everything but what you saved yourself."),
    ),
    h("button", { type: "button", class: "primary", click: () => dialog.close() }, "Close"),
  );
}
