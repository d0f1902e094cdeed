import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseAllDocuments } from 'yaml';
import { readGatewayDuration, readIstioDuration } from '../support/mesh-durations.ts';
import { meshFixtures } from '../support/mesh-fixtures.ts';
import { assertWithinGrammar, findMeshProblems } from '../support/mesh-grammar.ts';
import { meshRefusals } from '../support/mesh-refusals.ts';

const read = (text: string): readonly unknown[] => parseAllDocuments(text).map((document) => document.toJS());

for (const { name, text } of Object.values(meshFixtures)) {
  test(`takes ${name}`, () => assertWithinGrammar(read(text), name));
}

for (const { name, text, by } of meshRefusals) {
  const expected = by.grammar;
  if (expected === undefined) {
    // What the model says about it has to be known, so that the table stays true.
    test(`leaves ${name} to others`, () => assert.equal(findMeshProblems(read(text)), []));
  } else {
    test(`refuses ${name}`, () => {
      const found = findMeshProblems(read(text));
      assert.is(found.length > 0, true);
      assert.match(found.join('\n'), expected);
      assert.throws(() => assertWithinGrammar(read(text), name), expected);
    });
  }
}

// Rows of mesh facts §2.1.
test('reads durations of the Gateway API as GEP-2257 has them', () => {
  const taken = { '0s': 0, '500ms': 500, '1s500ms': 1_500, '1h2m3s4ms': 3_723_004, '99999h': 359_996_400_000, '1s1s': 2_000 };
  for (const [text, milliseconds] of Object.entries(taken)) assert.is(readGatewayDuration(text), milliseconds, text);
  for (const text of ['1.5s', '100000ms', '1us', '1d', '', '5', '-1s', '1h1m1s1ms1s', '1S', 5])
    assert.is(readGatewayDuration(text), undefined, String(text));
});

test('reads durations of Istio in whole milliseconds', () => {
  const taken = { '0s': 0, '1ms': 1, '1.5s': 1_500, '1m30s': 90_000, '1000us': 1, '2h': 7_200_000, '100000ms': 100_000 };
  for (const [text, milliseconds] of Object.entries(taken)) assert.is(readIstioDuration(text), milliseconds, text);
  for (const text of ['1.5ms', '1us', '500ns', '1d', '', '0', '5', '-1s', '1 s', 5])
    assert.is(readIstioDuration(text), undefined, String(text));
});

test('takes a short host for a Service of the namespace of the rule', () => {
  const rule = (host: string): unknown => ({ kind: 'DestinationRule', metadata: { name: 'web', namespace: 'shop' }, spec: { host } });
  assert.match(findMeshProblems([rule('web'), rule('web.shop.svc.example.org')]).join('\n'), /Service shop\/web: 2 DestinationRules/);
  assert.equal(findMeshProblems([rule('web'), rule('web.cart.svc.cluster.local')]), []);
});

test('leaves a rule that is bound to gateways alone to them', () => {
  const rule = (gateways: readonly string[]): unknown => ({
    kind: 'VirtualService',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { hosts: ['web'], gateways },
  });
  assert.equal(findMeshProblems([rule([]), rule(['shop/public']), rule(['shop/private'])]), []);
  assert.is(findMeshProblems([rule([]), rule(['shop/public', 'mesh'])]).length, 1);
});

test('takes whole numbers that a reader gives as bigint', () => {
  const route = (attempts: unknown): unknown => ({
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { rules: [{ retry: { attempts } }] },
  });
  assert.equal(findMeshProblems([route(3n), route(3)]), []);
  assert.is(findMeshProblems([route(0n), route('3'), route(1.5)]).length, 3);
});

test.run();
