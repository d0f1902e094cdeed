/** A span of time in whole milliseconds, the finest unit that every mesh takes. */
export type Milliseconds = number;

/** The pattern of `Duration` in schemas/resilience-policy.schema.json, which Go's ParseDuration reads the same way (CEL in the CRD). */
const grammar = /^(?:[0-9]{1,13}(?:[.][0-9]{1,4})?(?:ms|h|m|s))+$/;
/** The form that nearly all durations have, read without a loop: 20,000 policies hold some 100,000 of them. */
const single = /^([0-9]{1,13})(ms|h|m|s)$/;
const group = /([0-9]+)(?:[.]([0-9]+))?(ms|h|m|s)/g;
const maxLength = 32;

type Unit = 'h' | 'm' | 's' | 'ms';
const millisecondsIn: Readonly<Record<Unit, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
const unitsFromLargest: readonly Unit[] = ['h', 'm', 's', 'ms'];
const maxMilliseconds = 1_000_000 * millisecondsIn.h;

/**
 * Reads `1m30s`, `1.5s` or `90s` exactly: whatever is not above the limit is a safe integer on the way too.
 * @returns undefined when the text is not a duration, is finer than a millisecond, or is longer than 1,000,000 hours
 */
export function parseDuration(text: string): Milliseconds | undefined {
  const one = single.exec(text);
  if (one !== null) return bounded(Number(one[1]) * millisecondsIn[one[2] as Unit]);
  return text.length <= maxLength && grammar.test(text) ? addGroups(text) : undefined;
}

function bounded(milliseconds: number): Milliseconds | undefined {
  return milliseconds > maxMilliseconds ? undefined : milliseconds;
}

function addGroups(text: string): Milliseconds | undefined {
  let total = 0;
  for (const [, whole = '', decimals = '', unit] of text.matchAll(group)) {
    const size = millisecondsIn[unit as Unit];
    const parts = Number(decimals) * size;
    const scale = 10 ** decimals.length;
    // Every group by itself, as the CEL rule of the CRD says it: 0.5ms0.5ms is refused too.
    if (parts % scale !== 0) return undefined;
    total += Number(whole) * size + parts / scale;
  }
  return bounded(total);
}

/**
 * Writes the one form that all meshes read: a single integer with the largest unit that divides it (Linkerd refuses
 * compounds and decimals, facts linkerd §1.1). `parseDuration` gives the same number back.
 */
export function formatDuration(milliseconds: Milliseconds): string {
  if (milliseconds === 0) return '0s';
  const unit = unitsFromLargest.find((candidate) => milliseconds % millisecondsIn[candidate] === 0) ?? 'ms';
  return `${milliseconds / millisecondsIn[unit]}${unit}`;
}
