// Places in a text. A verdict counts code points, a text area counts UTF-16 units.

/** Returns what leads from a code point of a text to its unit. */
export function unitsOf(text) {
  const at = [0];
  for (const sign of text) at.push(at[at.length - 1] + sign.length);
  return (point) => at[Math.min(point, at.length - 1)];
}

/** Returns spans {start, end} after a text was changed: moved along, or left out where the change touched them. */
export function carried(spans, before, after) {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  const cut = before.length - tail;
  const by = after.length - before.length;
  return spans.flatMap((span) => {
    if (span.end <= head) return [span];
    if (span.start >= cut) return [{ ...span, start: span.start + by, end: span.end + by }];
    return [];
  });
}
