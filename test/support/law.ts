import fc from 'fast-check';
import * as assert from 'uvu/assert';

/** A property that has to hold; `check` says whether the run counted, that is, whether it rendered something. */
export interface Law<T> {
  readonly number: number | string;
  readonly runs?: number;
  readonly over: fc.Arbitrary<T>;
  check(value: T): boolean;
}

/** `LAW_FACTOR=20` searches deeper than every commit can afford. */
const factor = Number(process.env['LAW_FACTOR'] ?? 1);

/** Runs a law and prints its statistics: one that rarely renders anything proves nothing (design §7). */
export function proveLaw<T>({ number, runs = 150, over, check }: Law<T>): void {
  let ran = 0;
  let counted = 0;
  const property = fc.property(over, (value) => {
    ran++;
    if (check(value)) counted++;
  });
  const result = fc.check(property, { numRuns: runs * factor });
  if (result.failed) throw new Error(describeFailure(number, result));
  const share = Math.round((counted / ran) * 100);
  console.log(`law ${number}: ${ran} runs, ${counted} counted (${share} %)`);
  assert.ok(ran >= 100, `law ${number} ran ${ran} times only`);
  assert.ok(share >= 60, `law ${number} rendered something in ${share} % of its runs only`);
}

/** fast-check's own report leaves out the difference that uvu found. */
function describeFailure<T>(number: Law<T>['number'], result: fc.RunDetails<[T]>): string {
  const { seed, counterexamplePath, errorInstance, counterexample } = result;
  const error = errorInstance instanceof Error ? errorInstance : new Error(String(errorInstance));
  const details = error instanceof assert.Assertion ? String(error.details || '') : String(error.stack);
  const where = `{ seed: ${seed}, path: "${counterexamplePath}" }`;
  return `law ${number} does not hold ${where}\n${fc.stringify(counterexample?.[0])}\n${error.message}\n${details}`;
}
