import { diffLibrary } from './diff-library.ts';

/** Lines `[from, to)` of the old text that lines `[newFrom, newTo)` of the new one replace. */
export interface LineChange {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** A stretch of both texts that has not been compared yet. */
type Stretch = LineChange;

interface Texts {
  readonly a: readonly string[];
  readonly b: readonly string[];
}

/** Lines beyond which a stretch is first cut where both texts agree, and edits beyond which one is given up: the library's time is quadratic in them. */
const longStretch = 2_000;
const mostEdits = 1_000;

/** What turns one text into the other, in order; small where that is cheap to find, and found in seconds whatever the texts are. */
export function lineChanges(a: readonly string[], b: readonly string[]): readonly LineChange[] {
  const changes: LineChange[] = [];
  compare({ a, b }, { from: 0, to: a.length, newFrom: 0, newTo: b.length }, changes);
  return changes;
}

function compare(texts: Texts, whole: Stretch, changes: LineChange[]): void {
  const stretch = trim(texts, whole);
  const { from, to, newFrom, newTo } = stretch;
  if (from === to && newFrom === newTo) return;
  if (from === to || newFrom === newTo) {
    changes.push(stretch);
    return;
  }
  const anchors = to - from + newTo - newFrom > longStretch ? findAnchors(texts, stretch) : [];
  if (anchors.length === 0) {
    changes.push(...compareWithLibrary(texts, stretch));
    return;
  }
  let at = { from, newFrom };
  for (const [line, newLine] of anchors) {
    compare(texts, { ...at, to: line, newTo: newLine }, changes);
    at = { from: line + 1, newFrom: newLine + 1 };
  }
  compare(texts, { ...at, to, newTo }, changes);
}

function trim({ a, b }: Texts, { from, to, newFrom, newTo }: Stretch): Stretch {
  let head = 0;
  const shorter = Math.min(to - from, newTo - newFrom);
  while (head < shorter && a[from + head] === b[newFrom + head]) head++;
  let tail = 0;
  while (tail < shorter - head && a[to - 1 - tail] === b[newTo - 1 - tail]) tail++;
  return { from: from + head, to: to - tail, newFrom: newFrom + head, newTo: newTo - tail };
}

/** Pairs of lines that each text has exactly once, in an order that both have. */
function findAnchors({ a, b }: Texts, { from, to, newFrom, newTo }: Stretch): readonly (readonly [number, number])[] {
  const inNew = uniqueLines(b, newFrom, newTo);
  const pairs: (readonly [number, number])[] = [];
  for (const [text, line] of uniqueLines(a, from, to)) {
    const newLine = inNew.get(text);
    if (newLine !== undefined) pairs.push([line, newLine]);
  }
  return longestRise(pairs);
}

function uniqueLines(lines: readonly string[], from: number, to: number): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const repeated = new Set<string>();
  for (let i = from; i < to; i++) {
    const text = lines[i] as string;
    if (found.has(text)) repeated.add(text);
    else found.set(text, i);
  }
  for (const text of repeated) found.delete(text);
  return found;
}

/** The longest run of pairs, sorted by the first number, whose second number rises too. */
function longestRise(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [i, [, newLine]] of pairs.entries()) {
    let low = 0;
    for (let high = ends.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] as number]?.[1] ?? 0) < newLine) low = middle + 1;
      else high = middle;
    }
    previous.push(low === 0 ? undefined : ends[low - 1]);
    ends[low] = i;
  }
  const run: (readonly [number, number])[] = [];
  for (let i = ends.at(-1); i !== undefined; i = previous[i]) run.push(pairs[i] as readonly [number, number]);
  return run.reverse();
}

function compareWithLibrary({ a, b }: Texts, stretch: Stretch): readonly LineChange[] {
  const old = a.slice(stretch.from, stretch.to);
  const parts = diffLibrary().diffArrays(old, b.slice(stretch.newFrom, stretch.newTo), { maxEditLength: mostEdits });
  if (parts === undefined) return [stretch];
  const changes: LineChange[] = [];
  let [line, newLine] = [stretch.from, stretch.newFrom];
  let open: LineChange | undefined;
  for (const { value, added, removed } of parts) {
    const [to, newTo] = [line + (added ? 0 : value.length), newLine + (removed ? 0 : value.length)];
    if (added || removed) open = { from: open?.from ?? line, to, newFrom: open?.newFrom ?? newLine, newTo };
    else if (open !== undefined) {
      changes.push(open);
      open = undefined;
    }
    [line, newLine] = [to, newTo];
  }
  return open === undefined ? changes : [...changes, open];
}
