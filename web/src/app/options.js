/** The panel of options: what is written in it, whether it may be, and where it goes. */
import { auditOptions, DEFAULTS, rangeOf } from "../engine/options.js";
import { fromField, OPTION_WORDS, optionValue } from "../report/option-words.js";
import { fragmentOf } from "../report/permalink.js";
import { createOptions } from "../views/options.js";

/** @import { AuditOptions } from "../types.d.ts" */
/** @import { OptionName, OptionWords } from "../report/option-words.js" */
/** @import { State } from "./session-types.d.ts" */
/** @import { OptionsModel } from "../views/types.d.ts" */

const RANGES = /** @type {Record<OptionName, string>} */ (
  Object.fromEntries(OPTION_WORDS.map(({ name, range }) => [name, range ?? rangeOf(name)]))
);

/** @param {OptionName} name */
const wordsOf = (name) => /** @type {OptionWords} */ (OPTION_WORDS.find((one) => one.name === name));

/** Of an audit, those that the panel has. @param {AuditOptions} options @returns {AuditOptions} */
const shownOf = (options) => Object.fromEntries(OPTION_WORDS.map(({ name }) => [name, options[name] ?? DEFAULTS[name]]));

/** Why a value cannot be had; undefined if it can. @param {OptionName} name @param {string} given @param {number} now */
function mistakeOf(name, given, now) {
  const option = wordsOf(name);
  const value = given.trim() === "" ? Number.NaN : fromField(option, Number(given));
  try {
    auditOptions({ [name]: value });
    return { value };
  } catch {
    const what = given.trim() === "" ? "empty" : `“${given.trim()}”`;
    return { says: `This is ${what}, but must be ${RANGES[name]}. Audits still use ${optionValue(option, now)}.` };
  }
}

/**
 * @param {object} parts
 * @param {Pick<ReturnType<typeof import("./session.js").createSession>, "setOptions" | "again" | "store">} parts.session
 * @param {() => string} parts.address of the page, without its end
 */
export function createOptionsPanel({ session, address }) {
  /** Of the audit that is shown, and what was changed of them since; undefined before an audit. @type {AuditOptions | undefined} */
  let draft;
  /** @type {OptionsModel["wrong"]} */
  let wrong = new Map();
  const now = () => draft ?? session.store.get().options;

  /** @param {AuditOptions} options */
  function put(options) {
    if (draft) draft = options;
    else session.setOptions(options);
    write();
  }

  const panel = createOptions({
    change(name, given) {
      const { value, says } = mistakeOf(name, given, now()[name] ?? DEFAULTS[name]);
      wrong = new Map([...wrong].filter(([other]) => other !== name));
      if (says) wrong.set(name, { given, says });
      if (value === undefined) write();
      else put({ ...now(), [name]: value });
    },
    reset() {
      wrong = new Map();
      put(draft ? shownOf(DEFAULTS) : {});
    },
    link: () => `${address()}${fragmentOf({ ...DEFAULTS, ...now() })}`,
    again: () => session.again(changedOnly(now())),
  });

  function write() {
    const { phase, audit, pairs, sites } = session.store.get();
    const shown = audit && JSON.stringify(shownOf(audit.options));
    const waiting = draft !== undefined && JSON.stringify(shownOf(draft)) !== shown;
    const missing = pairs || sites ? undefined : "The data of this audit are not here. Drop them to audit them with these options.";
    panel.write({ options: now(), usual: DEFAULTS, wrong, ranges: RANGES, ...(phase === "done" && { after: { waiting, missing } }) });
  }

  /** What the screen shows has changed. @param {State} state @param {State} [before] */
  function follow({ audit, phase, options }, before) {
    const fresh = phase !== before?.phase || audit !== before?.audit || options !== before?.options;
    if (!fresh) return;
    if (phase !== before?.phase || audit !== before?.audit) {
      draft = phase === "done" && audit ? shownOf(audit.options) : undefined;
      wrong = new Map();
    }
    write();
  }

  return { element: panel.element, follow };
}

/** What is as usual need not be said. @param {AuditOptions} options @returns {AuditOptions} */
const changedOnly = (options) =>
  Object.fromEntries(Object.entries(options).filter(([name, value]) => value !== DEFAULTS[/** @type {OptionName} */ (name)]));
