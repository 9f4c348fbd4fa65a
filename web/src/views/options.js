/** The options of an audit as a panel: before it, for the next one; after it, to audit again. */
import { changesInWords, inField, OPTION_WORDS, optionValue } from "../report/option-words.js";
import { copyButton } from "./copy.js";
import { h } from "./element.js";

/** @import { OptionWords } from "../report/option-words.js" */
/** @import { OptionsActions, OptionsModel } from "./types.d.ts" */

/** Folded; one element on every screen, written in place, so that it stays open and the keyboard stays where it is. @param {OptionsActions} actions */
export function createOptions(actions) {
  const about = h("b");
  const changes = h("span#wished");
  const how = h("p.how");
  const missing = h("p.how");
  const link = h("code.address");
  const rows = OPTION_WORDS.map((option) => row(option, actions));
  const again = h("button#options-again.primary", { click: actions.again }, "Audit again with these options");
  const reset = h("button#options-reset", { click: actions.reset }, "Reset");
  const element = h(
    "details#options.options-panel",
    h("summary", about, " ", changes),
    how,
    h(
      "div.option-rows",
      rows.map((one) => one.element),
    ),
    h("div.actions", again, reset, copyButton("button#options-copy", "Copy link", actions.link, { beside: link })),
    h("p.how", "The link holds the options, and no data: ", link),
    missing,
  );
  return {
    element,

    /** @param {OptionsModel} model */
    write(model) {
      const { options, usual, after } = model;
      const words = changesInWords(options, usual);
      about.textContent = after?.waiting ? "Options of the next audit" : after ? "Options of this audit" : "Options";
      changes.textContent = words || "all as usual";
      changes.className = words ? "changes" : "muted";
      how.textContent = after?.waiting
        ? "The audit that is shown was made with others."
        : after
          ? "Another value takes a new audit of the same pairs."
          : "They hold for every audit of this tab from now on.";
      for (const one of rows) one.write(model);
      again.hidden = !after;
      again.disabled = after?.missing !== undefined;
      reset.disabled = words === "" && model.wrong.size === 0;
      link.textContent = actions.link();
      missing.textContent = after?.missing ?? "";
    },
  };
}

/** @param {OptionWords} option @param {OptionsActions} actions */
function row(option, { change }) {
  const { name, title, means, unit } = option;
  const id = `option-${name}`;
  /** @type {HTMLInputElement} */
  const field = h(/** @type {"input"} */ (`input#${id}`), {
    type: "text",
    inputmode: "decimal",
    autocomplete: "off",
    spellcheck: "false",
    "aria-describedby": `${id}-says ${id}-wrong`,
    change: () => change(name, field.value),
  });
  const mark = h("span.mark", "changed");
  const says = h("p.how", { id: `${id}-says` });
  const wrong = h("p.unavailable", { id: `${id}-wrong`, role: "alert" });
  const element = h(
    "div.option-row",
    h("label", { for: id }, title),
    h("span.option-field", field, unit && h("span", "%"), mark),
    says,
    wrong,
  );
  return {
    element,
    /** @param {OptionsModel} model */
    write({ options, usual, wrong: mistakes, ranges }) {
      const value = options[name] ?? usual[name];
      const mistake = mistakes.get(name);
      const text = mistake?.given ?? String(inField(option, value));
      if (field.value !== text) field.value = text;
      field.setAttribute("aria-invalid", String(mistake !== undefined));
      mark.hidden = value === usual[name];
      element.classList.toggle("changed", value !== usual[name]);
      says.textContent = `${means} Usual: ${optionValue(option, usual[name])}. Allowed: ${ranges[name]}.`;
      wrong.textContent = mistake?.says ?? "";
    },
  };
}
