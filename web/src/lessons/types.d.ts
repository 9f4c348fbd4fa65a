/** What a lesson is, and what its page is made of. Texts are functions of what was measured, so that no number in them is written down. */

import type { Measure, Measured, SettingName, Settings } from "../types.d.ts";

export type ChartId = "planted" | "scores" | "spectra" | "sweep" | "above-chance" | "retrieval" | "cosines" | "metrics";

/** before: the step's own set; then: the set that its question asks about. */
export type Holds = (before: Measured, then: Measured) => boolean;

export interface Question {
  asks: string;
  /** what changes for the answer */
  after: Partial<Settings>;
  /** exactly one holds, by computation */
  options: { text: string; holds: Holds }[];
  /** after the answer */
  says: (before: Measured, then: Measured) => string[];
}

export interface Step {
  title: string;
  /** what is not as at the start */
  settings: Partial<Settings>;
  charts: ChartId[];
  says: (before: Measured) => string[];
  question: Question;
  /** what its texts say in words; tests compute them */
  claims: { says: string; holds: Holds }[];
}

export interface Lesson {
  id: string;
  title: string;
  about: string;
  minutes: number;
  steps: Step[];
}

/** The parts of a step, for who shows them one by one. */
export interface StepParts {
  says: HTMLElement;
  charts: HTMLElement[];
  quiz: HTMLElement;
  reveal: () => void;
}

export interface Slides {
  count: number;
  /** from 0 */
  first: number;
  show: (index: number, place: HTMLElement) => void;
  /** gives back what was shown */
  end: (index: number) => void;
}

export interface Setting {
  /** also its name in the address */
  name: SettingName;
  label: string;
  group: "size" | "structure" | "noise" | "defects" | "reading";
  /** that the slider stops at, ascending */
  values: number[];
  start: number;
  unit?: "share";
}

export interface PlaygroundParts {
  settings: Settings;
  /** with the address */
  problems: string[];
  /** whether a full audit takes the place of one that is open */
  replaces: boolean;
  measure: Measure;
  /** a move has ended */
  settled: (settings: Settings) => void;
  audit: (settings: Settings) => void;
  save: (settings: Settings) => Promise<void>;
  present: (cards: HTMLElement[]) => void;
}
