import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Reflector, ReflectorState } from '../../../src/frontends/reporter/watch/reflector.ts';
import type { TargetKind } from '../../../src/frontends/reporter/watch/target.ts';
import { createWatches } from '../../../src/frontends/reporter/watch/watches.ts';
import { watchedKinds } from '../../../src/status/watched-kinds.ts';
import { hasty } from '../../support/reporter-parts.ts';

const kindOf = (plural: string): TargetKind => watchedKinds.find((each) => each.plural === plural) as TargetKind;
const empty = { objects: () => [], size: () => 0 } as unknown as Reflector['cache'];

function reflector(plural: string, state: ReflectorState, namespace = ''): Reflector {
  return {
    target: { kind: kindOf(plural), namespace },
    cache: empty,
    state: () => state,
    answer: () => (state === 'broken' || state === 'starting' ? undefined : state),
    staleFor: () => (state === 'synced' ? 0 : 3_600_000),
    run: async () => undefined,
  };
}

/** Long after the start, with everything essential at work. */
function whyOf(...states: readonly ReflectorState[]): string {
  let elapsed = 0;
  const others = states.map((state, i) => reflector('serviceprofiles', state, `team-${i}`));
  const essential = [reflector('resiliencepolicies', 'synced'), reflector('services', 'synced')];
  const watches = createWatches([...essential, ...others], { ...hasty, elapsed: () => elapsed });
  elapsed = 3_600_000;
  return watches
    .unwatchable()
    .map(({ group, kind, why }) => `${kind}.${group} ${why}`)
    .join('; ');
}

test('why a kind cannot be watched', () => {
  const name = 'ServiceProfile.linkerd.io';
  assert.is(whyOf('synced'), '');
  assert.is(whyOf('absent'), `${name} absent`);
  assert.is(whyOf('forbidden'), `${name} forbidden`);
  assert.is(whyOf('broken'), `${name} broken`);
  assert.is(whyOf('starting'), `${name} broken`);
});

test('of several namespaces the one that is worst off decides, in any order', () => {
  const name = 'ServiceProfile.linkerd.io';
  for (const [states, why] of [
    [['absent', 'broken'], 'broken'],
    [['absent', 'forbidden'], 'forbidden'],
    [['broken', 'forbidden', 'absent'], 'forbidden'],
    [['synced', 'broken'], 'broken'],
  ] as const) {
    assert.is(whyOf(...states), `${name} ${why}`);
    assert.is(whyOf(...[...states].reverse()), `${name} ${why}`);
  }
});

test.run();
