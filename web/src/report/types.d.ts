/** Shapes of what is said. */

/** A number, or the parts of one: the ends of an interval; mean, std and n. What sorts a table is the first. */
export type Raw = number | Record<string, number>;

/** A cell's words beside its number, which is absent if there is none. */
export interface Amount {
  words: string;
  value?: Raw;
}

/** The first column names the rows. */
export interface TableOfWords {
  caption: string;
  columns: string[];
  rows: string[][];
  /** the numbers behind the words, every digit; undefined where a cell has none */
  values: (Raw | undefined)[][];
}

/** A work that is cited. */
export interface Work {
  /** authors and year */
  by: string;
  title?: string;
  /** journal and pages */
  where?: string;
  doi?: string;
}
