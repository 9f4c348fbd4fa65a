/** A box above the page beside the word that asks for it. Esc, a press elsewhere and the keyboard leaving it close it. */
import { h } from "./element.js";

/** @import { Child } from "./types.d.ts" */

/** Pixels between a box, its word and the window's edge. */
const GAP = 8;

/** @param {HTMLElement} box @param {HTMLElement} word */
function place(box, word) {
  const { left, top, bottom } = word.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - bottom - 2 * GAP;
  const above = top - 2 * GAP;
  const over = box.offsetHeight > below && above > below;
  box.style.maxHeight = `${over ? above : Math.max(below, clientHeight / 3)}px`;
  const y = over ? top - GAP - box.offsetHeight : bottom + GAP;
  box.style.left = `${scrollX + Math.max(GAP, Math.min(left, clientWidth - box.offsetWidth - GAP))}px`;
  box.style.top = `${scrollY + y}px`;
}

/**
 * A link that shows in a box what it leads to; it leads there itself if the browser knows no such boxes.
 * @param {string} href @param {Child} word @param {() => { name: string, content: Child[] }} inside made when it is asked for
 */
export function popupLink(href, word, inside) {
  let open = false;
  const link = h(
    "a",
    {
      href,
      "aria-haspopup": "dialog",
      // A press on the word of an open box closes it, and must not open it again.
      pointerdown: () => {
        open = link.getAttribute("aria-expanded") === "true";
      },
      click: (event) => {
        if (typeof link.showPopover !== "function" || event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        if (!open) show();
        open = false;
      },
    },
    word,
  );
  function show() {
    const { name, content } = inside();
    const box = h(
      "div.popup",
      {
        popover: "auto",
        role: "dialog",
        tabindex: -1,
        "aria-label": name,
        toggle: (event) => {
          if (event.newState !== "closed") return;
          link.setAttribute("aria-expanded", "false");
          if (box.contains(document.activeElement)) link.focus({ preventScroll: true });
          box.remove();
        },
        click: ({ target }) => {
          if (target.closest("a[href]")) box.hidePopover();
        },
        focusout: ({ relatedTarget }) => {
          if (relatedTarget && !box.contains(relatedTarget)) box.hidePopover();
        },
      },
      content,
      h("button.small.popup-close", { click: () => box.hidePopover() }, "Close"),
    );
    link.after(box);
    box.showPopover();
    place(box, link);
    box.focus({ preventScroll: true });
    link.setAttribute("aria-expanded", "true");
  }
  return link;
}
