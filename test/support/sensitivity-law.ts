import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { Finding } from '../../src/diagnostics/finding.ts';
import type { World } from './arbitraries.ts';
import { policyObject } from './arbitraries-governance.ts';
import { leafChanges } from './arbitraries-leaf.ts';
import { proveLaw } from './law.ts';
import { errorsOf, renderWorld } from './rendered.ts';

/** Codes that speak of a leaf without its path: the whole policy is ignored, codes are mapped, a port has no breaker of its own. */
function isNamed(leaf: string, { code, message }: Finding): boolean {
  if (!/^RP[24]/.test(code)) return false;
  if (code === 'RP4004' || code === 'RP4005') return true;
  if (code === 'RP4009') return leaf === 'targetRef.port';
  if (code === 'RP4010') return leaf === 'retry.retryableStatusCodes';
  // What leaves nothing to retry on a port is named; the number of retries is then lost with it.
  if (/^RP400[12]$/.test(code) && leaf.startsWith('retry.') && /nothing is retried|has no gRPC status/.test(message)) return true;
  // A section is switched on and off by `enabled`: what is lost of it is named leaf by leaf.
  return message.includes(leaf) || (leaf.endsWith('.enabled') && (code === 'RP2022' || message.includes(leaf.replace('enabled', ''))));
}

/** Law 17: another value of any one leaf is seen in the output, or a finding names the leaf. It does not trust `supports`. */
export function proveSensitivity(mesh: string, { runs, over }: { readonly runs: number; readonly over: fc.Arbitrary<World> }): void {
  const seen = new Map<string, number>();
  proveLaw({
    number: `17 (${mesh})`,
    runs,
    over: fc.tuple(over, fc.nat({ max: 9_999 })),
    check: ([given, nth]) => {
      const candidates = given.policies.flatMap((policy, index) =>
        leafChanges(policy, given.policies).map((change) => ({ index, ...change })),
      );
      const chosen = candidates[nth % Math.max(1, candidates.length)];
      if (chosen === undefined) return false;
      const documents = given.documents.map((document) =>
        document.policy === chosen.index ? { ...document, text: `${JSON.stringify(policyObject(chosen.policy))}\n` } : document,
      );
      const before = renderWorld(given, { policies: 'drop' });
      const after = renderWorld({ ...given, documents }, { policies: 'drop' });
      assert.ok(before.ok, errorsOf(before));
      seen.set(chosen.leaf, (seen.get(chosen.leaf) ?? 0) + 1);
      const named = (): boolean => [...before.findings(), ...after.findings()].some((finding) => isNamed(chosen.leaf, finding));
      assert.ok(
        (after.ok && before.text !== after.text) || named(),
        `${chosen.leaf} → ${JSON.stringify(policyObject(chosen.policy)['spec'])}\n${errorsOf(after)}`,
      );
      return before.changed;
    },
  });
  console.log(
    `law 17 (${mesh}): leaves changed ${[...seen]
      .sort()
      .map(([leaf, times]) => `${leaf} ${times}`)
      .join(', ')}`,
  );
}
