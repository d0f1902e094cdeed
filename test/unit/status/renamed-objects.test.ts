import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject, ObjectValue, Value } from '../../../src/model/resource.ts';
import { answerAll, applied, edit, look, messageOf, policy, service, summary, timeout } from '../../support/live-cluster.ts';

/*
 * What is rendered first and renamed then: kustomize puts a prefix and a suffix on the names of objects and on what refers to them, and
 * leaves our marks as they are (test/cluster/reporter has the same with kustomize itself).
 */

const good = 'Ready=True/Applied Accepted=True/Accepted';
const ports = [80, 81].map((port) => ({ name: `http-${port}`, port, protocol: 'TCP' }));
const limit = { rateLimit: { requestsPerSecond: 100, accessPolicy: 'all-unauthenticated' } };

/** Every field of that name that holds one of the names. */
function rename(value: Value, names: ReadonlyMap<string, string>): Value {
  if (Array.isArray(value)) return value.map((each: Value) => rename(each, names));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    key === 'name' ? (names.get(String(each)) ?? each) : rename(each, names),
  ]);
  return Object.fromEntries(entries) as ObjectValue;
}

function renamed(objects: readonly KubeObject[], prefix: string, suffix: string): readonly KubeObject[] {
  const names = objects.map(({ metadata }) => String((metadata as ObjectValue)['name']));
  const next = new Map(names.map((name) => [name, `${prefix}${name}${suffix}`]));
  return objects.map((object) => rename(object, next) as KubeObject);
}

const rendered = (spec: ObjectValue = timeout): readonly KubeObject[] => applied([service('web', { ports }), policy('slow', spec)]);
test('routes with a port in their name, renamed after they were rendered', () => {
  for (const [prefix, suffix] of [
    ['eu-', ''],
    ['', '-eu'],
    ['dev-', '-eu'],
  ] as const) {
    for (const spec of [timeout, { ...timeout, retry: { maxAttempts: 2, methods: ['GET'] } }]) {
      const found = look(answerAll(renamed(rendered(spec), prefix, suffix))).get(`${prefix}slow${suffix}`);
      assert.is(summary(found), good, messageOf(found));
    }
  }
});

test('a Server and its limit, renamed; a limit that was left behind with the old name of its Server', () => {
  const objects = answerAll(renamed(rendered(limit), '', '-eu'));
  assert.is(summary(look(objects).get('slow-eu')), good, messageOf(look(objects).get('slow-eu')));
  const behind = edit(objects, 'HTTPLocalRateLimitPolicy', (each) =>
    JSON.parse(JSON.stringify(each).replace('"kind":"Server","name":"slow-80-eu"', '"kind":"Server","name":"slow-80"')),
  );
  assert.match(
    messageOf(look(behind).get('slow-eu')),
    'HTTPLocalRateLimitPolicy shop/slow-80-eu spec.targetRef.name: expected "slow-80-eu", found "slow-80"',
  );
});

test('a renamed route that somebody edited, or that is gone', () => {
  const objects = answerAll(renamed(rendered(), '', '-eu'));
  const edited = edit(objects, 'HTTPRoute', (each) => JSON.parse(JSON.stringify(each).replace('"10s"', '"9s"')));
  assert.match(messageOf(look(edited).get('slow-eu')), 'HTTPRoute shop/slow-80-eu metadata.annotations["timeout.linkerd.io/request"]');
  const gone = objects.filter(({ metadata }) => (metadata as ObjectValue)['name'] !== 'slow-81-eu');
  assert.match(messageOf(look(gone).get('slow-eu')), 'HTTPRoute shop/slow-eu-81: expected the object, found nothing');
});

test('a route with the mark of another policy, or on a Service that was not renamed counts for nothing', () => {
  const objects = answerAll(renamed(rendered(), '', '-eu'));
  const bend = (change: (text: string) => string): string => {
    const bent = edit(objects, 'HTTPRoute', (each) => JSON.parse(change(JSON.stringify(each))));
    return messageOf(look(bent).get('slow-eu'));
  };
  for (const change of [
    (text: string) => text.replace('generated-from":"slow"', 'generated-from":"fast"'),
    (text: string) => text.replace('generated-from":"slow"', 'generated-from":"bank/slow"'),
    (text: string) => text.replaceAll('"web-eu"', '"web"'),
  ]) {
    assert.match(bend(change), 'HTTPRoute shop/slow-eu-80: expected the object, found nothing');
  }
});

test('a policy that has the name of before neither claims the renamed routes nor is failed by them', () => {
  const other = applied([service('api', { ports }), policy('slow', { ...timeout, targetRef: { name: 'api' } })]);
  const found = look([...answerAll(renamed(rendered(), '', '-eu')), ...answerAll(other)]);
  assert.is(summary(found.get('slow-eu')), good, messageOf(found.get('slow-eu')));
  assert.is(summary(found.get('slow')), good, messageOf(found.get('slow')));
});

test.run();
