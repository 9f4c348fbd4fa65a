import { h } from "./element.js";

/** How long a button says what it did, in milliseconds. */
const SAID = 2000;

/**
 * A button that copies a text.
 * @template {string} T @param {T} selector "button#copy-command.quiet" @param {string} name on the button @param {() => string} text
 * @param {{ beside?: Element, label?: string }} [more] beside: holds the text and is selected as well, for where the page may not write to the clipboard; label: the button's name, if it says more
 */
export function copyButton(selector, name, text, { beside, label } = {}) {
  const button = h(
    selector,
    {
      "aria-label": label,
      click: () => {
        if (beside) getSelection()?.selectAllChildren(beside);
        const say = (/** @type {string} */ words) => {
          button.textContent = words;
          setTimeout(() => {
            button.textContent = name;
          }, SAID);
        };
        const byHand = () => say(beside ? "Selected: copy it" : "Not copied");
        if (navigator.clipboard) navigator.clipboard.writeText(text()).then(() => say("Copied"), byHand);
        else byHand();
      },
    },
    name,
  );
  return button;
}
