/** What the cards of asides are given: what they show, and what they may ask for. */

/** @import { Comparison, Comparisons, Progress } from "../types.d.ts" */
/** @import { State } from "./session-types.d.ts" */
/** @import { ViewOptions } from "../views/types.d.ts" */
/** @typedef {ReturnType<typeof import("./asides.js").createAsides>} Asides */

const KINDS = /** @type {const} */ (["groups", "gap", "comparison"]);

/** The view's options of all of them. @param {State} state @param {Asides} asides @param {{ choose: () => void, save: (made: Comparison | Comparisons) => void, file: (made: Comparison | Comparisons) => void }} files @returns {Pick<ViewOptions, "groups" | "gap" | "comparison">} */
export function asideParts({ audit, pairs, files, asides: now }, asides, { choose, save, file }) {
  if (!now) return {};
  // A saved audit that was opened without its data shows what it holds.
  if (!pairs) return { ...(audit?.subgroups && { groups: { found: audit.subgroups } }), ...(audit?.gap && { gap: { found: audit.gap } }) };
  const columns = asides.columns(pairs);
  return {
    gap: { ...now.gap, ask: { make: asides.gap, save: asides.saveGapMaps, cancel: () => asides.cancel("gap") } },
    ...(columns.length > 0 && {
      groups: { ...now.groups, ask: { columns, make: asides.groups, cancel: () => asides.cancel("groups") } },
    }),
    // An example has no second model.
    ...(files.length > 0 && {
      comparison: {
        ...now.comparison,
        ...{ choose, save, file, cancel: () => asides.cancel("comparison") },
        models: { keep: asides.keep, show: asides.show, drop: asides.drop },
      },
    }),
  };
}

/** Nothing but progress has changed. @param {State} state @param {State} before */
export function sameAsides({ asides: now }, { asides: then }) {
  return KINDS.every(
    (kind) =>
      now?.[kind]?.running === then?.[kind]?.running &&
      now?.[kind]?.found === then?.[kind]?.found &&
      now?.[kind]?.failure === then?.[kind]?.failure,
  );
}

/** The progress of each that runs. @param {State} state @returns {[kind: string, progress: Progress][]} */
export function asideProgress({ asides: now }) {
  return KINDS.flatMap((kind) => {
    const progress = now?.[kind]?.progress;
    return progress ? [/** @type {[string, typeof progress]} */ ([kind, progress])] : [];
  });
}
