/** Work that a card has asked for: its progress, and a way to stop it. */

import { percent } from "../report/numbers.js";
import { capital } from "../report/sentences.js";
import { h } from "./element.js";

/** @import { Progress } from "../types.d.ts" */

/** @param {string} name what is made @param {() => void} cancel */
export function taskBar(name, cancel) {
  return h(
    "div.task",
    h("div.running-head", h("span.task-stage", `${name}: starting`), h("button", { click: cancel }, "Cancel")),
    h("progress", { max: 1, value: 0, "aria-label": name }),
  );
}

/** @param {Element} card @param {Progress} progress */
export function moveTask(card, { stage, done }) {
  const bar = card.querySelector(".task progress");
  const words = card.querySelector(".task-stage");
  if (bar instanceof HTMLProgressElement) bar.value = done;
  if (words) words.textContent = `${capital(stage)}, ${percent(done)}`;
}
