import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultOptions, type RenderOptions } from '../../src/model/options.ts';
import { formatName, identityOf, type KubeObject, keyOf } from '../../src/model/resource.ts';
import { type Evaluation, evaluatePolicies, type StatusContext } from '../../src/status/evaluate-policies.ts';
import { createIncrementalEvaluation } from '../../src/status/incremental/incremental-evaluation.ts';
import { createLiveInventory } from '../../src/status/live-inventory.ts';
import { trimObject } from '../../src/status/trim-object.ts';
import { type CrowdedObject, crowdedObjects } from '../support/arbitraries-crowd.ts';
import { proveLaw } from '../support/law.ts';
import { at } from '../support/live-cluster.ts';

/*
 * A crowded cluster, in which all names are alike and most objects are in somebody's way, changes at random. Whatever
 * the order of the changes, an evaluation that remembers says what one from scratch says.
 */

interface Step {
  /** The object is there from now on, in this form; undefined objects go. */
  readonly changes: readonly CrowdedObject[];
  readonly wait: number;
  readonly blind: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  changes: fc.array(crowdedObjects, { minLength: 1, maxLength: 3 }),
  wait: fc.constantFrom(0, 0, 0, 0, 0, 1, 299, 300),
  blind: fc.nat(19).map((n) => n === 0),
});
const history = fc.record({
  first: fc.array(crowdedObjects, { minLength: 15, maxLength: 30 }),
  steps: fc.array(step, { minLength: 10, maxLength: 16 }),
  annotations: fc.constantFrom<RenderOptions['annotations']>('upstream', 'upstream', 'operator-v1'),
  mesh: fc.constantFrom('linkerd', 'linkerd', 'istio', 'istio', 'istio-ambient', 'gateway-api'),
  most: fc.constantFrom(1, 3, 100),
});

type World = Map<string, KubeObject>;

function change(world: World, { object, gone }: CrowdedObject): void {
  const key = keyOf(identityOf(object));
  const before = world.get(key);
  if (gone) world.delete(key);
  else
    world.set(
      key,
      trimObject(before?.['status'] === undefined || object['status'] !== undefined ? object : { ...object, status: before['status'] }),
    );
}

/** What `survey` says once nothing waits any more, by policy, without what is relative to the moment of the evaluation. */
function byPolicy(evaluations: readonly Evaluation[]): ReadonlyMap<string, unknown> {
  const plain = evaluations.map(({ recheckSeconds: _, ...each }) => [formatName(each.policy), each] as const);
  return new Map(plain.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function write(world: World, evaluations: readonly Evaluation[]): void {
  for (const { policy, status, changed } of evaluations) {
    const object = world.get(keyOf(policy));
    if (changed && object !== undefined) world.set(keyOf(policy), { ...object, status });
  }
}

function scratch(world: World, context: StatusContext): readonly Evaluation[] {
  return evaluatePolicies(createLiveInventory(world.values()), context);
}

test('an evaluation that remembers says what one from scratch says (law 7c)', () => {
  proveLaw({
    number: '7c',
    runs: 200,
    over: history,
    check: ({ first, steps, annotations, mesh, most }) => {
      const world: World = new Map();
      const options: RenderOptions = {
        ...defaultOptions,
        annotations,
        mesh,
        gatewayChannel: 'experimental',
        allowLoss: ['rateLimit.requestsPerSecond'],
      };
      const incremental = createIncrementalEvaluation({ most });
      let seconds = 0;
      let touched = false;
      for (const { changes, wait, blind } of [{ changes: first, wait: 0, blind: false }, ...steps]) {
        seconds += wait;
        const unwatchable = blind ? [{ group: 'linkerd.io', kind: 'ServiceProfile', why: 'forbidden' as const }] : [];
        const context = { options, now: at(seconds), graceSeconds: 300, unwatchable };
        for (const each of changes) change(world, each);
        const changed = new Set(changes.map(({ object }) => keyOf(identityOf(object))));
        for (const round of ['decided', 'written']) {
          let survey = incremental.survey(world.values(), context);
          while (survey.unfinished) survey = incremental.survey(world.values(), context);
          const wanted = scratch(world, context);
          assert.equal(byPolicy(survey.evaluations), byPolicy(wanted), round);
          if (wait === 0 && !blind && round === 'decided' && changes !== first)
            touched ||= wanted.some((each) => each.changed && !changed.has(keyOf(each.policy)));
          write(world, wanted);
        }
      }
      return touched;
    },
  });
});

test.run();
