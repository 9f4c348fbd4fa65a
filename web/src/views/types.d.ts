/** Shapes of the views. */

export type Child = Node | string | number | null | undefined | false;

// biome-ignore lint/suspicious/noExplicitAny: the target of an event is what the caller made.
export type Properties = Record<string, string | number | boolean | undefined | null | ((event: any) => void)>;

type Tags = HTMLElementTagNameMap;

/** What h() makes of "input" or "input.wide". */
export type ElementOf<T extends string> = T extends keyof Tags
  ? Tags[T]
  : T extends `${infer K extends keyof Tags}.${string}`
    ? Tags[K]
    : HTMLElement;
