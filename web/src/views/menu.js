/** The lesser actions of the top bar, in a menu where the browser has such. */

/** @param {HTMLElement} menu @param {HTMLElement} button that opens it */
export function listenToMenu(menu, button) {
  menu.addEventListener("beforetoggle", (event) => {
    if (/** @type {ToggleEvent} */ (event).newState !== "open") return;
    const { bottom, right } = button.getBoundingClientRect();
    const root = document.documentElement;
    menu.style.top = `${bottom + 8}px`;
    menu.style.right = `${Math.max(8, root.clientWidth - right)}px`;
  });
  // What was chosen is done: the menu has served.
  menu.addEventListener("click", ({ target }) => {
    if (target !== menu) menu.hidePopover?.();
  });
}
