/** A question before something is lost. What keeps everything has the keyboard, and is the answer of Escape. */
import { h } from "./element.js";

/** @typedef {{ title: string, text: string, stay: string, ways: readonly { id: string, text: string }[] }} AskWords stay: what keeps everything */

/** @param {AskWords} words @returns {Promise<string | undefined>} the way that was chosen; undefined: to stay */
export function ask({ title, text, stay, ways }) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const choose = (/** @type {string} */ id) => () => dialog.close(id);
    const staying = h("button#ask-stay.primary", { autofocus: true, click: choose("") }, stay);
    const dialog = h(
      "dialog#ask",
      { "aria-labelledby": "ask-title", "aria-describedby": "ask-text" },
      h("h2#ask-title", title),
      h("p#ask-text", text),
      h(
        "div.dialog-tools",
        staying,
        ways.map((way) => h("button", { id: `ask-${way.id}`, click: choose(way.id) }, way.text)),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
      resolve(dialog.returnValue === "" ? undefined : dialog.returnValue);
    });
    document.body.append(dialog);
    dialog.showModal();
    staying.focus();
  });
}
