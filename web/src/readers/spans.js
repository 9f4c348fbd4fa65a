/** Many small reads as few large ones. */

/**
 * Joins spans into windows: neighbours closer than `gap` share one, up to `most` long (a longer span stands alone).
 * @template {{ begin: number, end: number }} Span
 * @param {Span[]} spans
 * @param {number} gap
 * @param {number} most
 * @returns {{ begin: number, end: number, spans: Span[] }[]} in ascending order
 */
export function windowsOf(spans, gap, most) {
  const sorted = [...spans].sort((a, b) => a.begin - b.begin);
  /** @type {{ begin: number, end: number, spans: Span[] }[]} */
  const windows = [];
  for (const span of sorted) {
    const last = windows.at(-1);
    const end = Math.max(last?.end ?? 0, span.end);
    if (last && span.begin - last.end <= gap && end - last.begin <= most) {
      last.end = end;
      last.spans.push(span);
    } else windows.push({ begin: span.begin, end: span.end, spans: [span] });
  }
  return windows;
}
