import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { meshes } from '../../src/mesh/registry.ts';
import { defaultOptions, type RenderOptions } from '../../src/model/options.ts';
import { policyFields } from '../../src/model/policy-field.ts';
import type { KubeObject, ObjectValue } from '../../src/model/resource.ts';
import { answeredByIstio } from '../support/answered-by-istio.ts';
import { sections } from '../support/arbitraries-policy.ts';
import { proveLaw } from '../support/law.ts';
import { answerAll, applied, look, policy, service } from '../support/live-cluster.ts';

/*
 * A cluster holds what one policy asks for, and the policy says something else by now. It is in force exactly where the renderer
 * makes the same of both: the law knows no field, and does not trust what the comparison looks at.
 */

const waypoint = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels: { 'istio.io/use-waypoint': 'w' } } };
const web = service('web', {
  ports: [
    { name: 'http', port: 80, protocol: 'TCP' },
    { name: 'grpc-api', port: 81, protocol: 'TCP' },
  ],
});

const change = fc.record({
  before: sections,
  after: sections,
  /** Which leaf is taken out, counted through all; none, and other sections, in every third case. */
  without: fc.option(fc.nat({ max: 999 }), { freq: 2 }),
  kept: fc.subarray(['circuitBreaker', 'retry', 'timeout', 'rateLimit', 'loadBalancing', 'bulkhead'] as const, { minLength: 4 }),
  channel: fc.constantFrom<RenderOptions['gatewayChannel']>('experimental', 'experimental', 'standard'),
});

function withoutLeaf(spec: ObjectValue, nth: number): ObjectValue {
  const leaves = Object.entries(spec).flatMap(([section, value]) =>
    Object.keys(value as ObjectValue).map((leaf) => [section, leaf] as const),
  );
  const [section = '', leaf] = leaves[nth % Math.max(1, leaves.length)] ?? [];
  const rest = Object.entries((spec[section] ?? {}) as ObjectValue).filter(([key]) => key !== leaf);
  const { [section]: _, ...others } = spec;
  return rest.length === 0 ? others : { ...others, [section]: Object.fromEntries(rest) };
}

function render(spec: ObjectValue, options: RenderOptions): readonly KubeObject[] | undefined {
  try {
    return applied([waypoint, web, policy('p', spec)], options).filter(({ kind }) => kind !== 'ResiliencePolicy');
  } catch {
    return undefined;
  }
}

for (const mesh of Object.keys(meshes)) {
  test(`${mesh}: a policy is in force exactly where the cluster is what the renderer makes of it (law 7d)`, () => {
    const answers = (objects: readonly KubeObject[]): readonly KubeObject[] =>
      mesh === 'linkerd' ? answerAll(objects) : objects.map((each) => (each['kind'] === 'HTTPRoute' ? answeredByIstio(each) : each));
    const seen = { same: 0, other: 0 };
    proveLaw({
      number: `7d (${mesh})`,
      runs: 200,
      over: change,
      check: ({ before, after, kept, without, channel }) => {
        const options: RenderOptions = { ...defaultOptions, mesh, gatewayChannel: channel, allowLoss: policyFields };
        const next = { ...after, ...Object.fromEntries(kept.map((key) => [key, before[key]])) };
        const [old, other] = [before, next].map((each) => JSON.parse(JSON.stringify(each)) as ObjectValue) as [ObjectValue, ObjectValue];
        const now = without === null ? other : withoutLeaf(old, without);
        const [there, wanted] = [render(old, options), render(now, options)];
        if (there === undefined || wanted === undefined) return false;
        const found = look([...answers(there), policy('p', now)], 0, { options }).get('p');
        const ready = found?.status.conditions.find(({ type }) => type === 'Ready');
        const isSame = JSON.stringify(there) === JSON.stringify(wanted);
        seen[isSame ? 'same' : 'other']++;
        assert.is(ready?.['status'] === 'True', isSame, JSON.stringify([old, now, ready]));
        return true;
      },
    });
    assert.ok(seen.same > 20 && seen.other > 20, JSON.stringify(seen));
  });
}

test.run();
