import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { entryOf } from '../../../src/diagnostics/entry-of.ts';
import { formatFieldPath } from '../../../src/model/place.ts';
import type { RendererConfigSpec } from '../../../src/model/renderer-config.ts';
import type { Value } from '../../../src/model/resource.ts';
import { validateConfig } from '../../../src/validate/validate-config.ts';

const head = { apiVersion: 'resilience.auth-platform.github.com/v1', kind: 'RendererConfig' };

function check(object: Value): { readonly spec: RendererConfigSpec | undefined; readonly messages: readonly string[] } {
  const messages: string[] = [];
  const spec = validateConfig(
    object,
    (path) => ({ kind: 'object', name: formatFieldPath(path) }),
    (code, _places, args) => messages.push(`${code} ${entryOf(code).message(args)}`),
  );
  return { spec, messages };
}

test('every option at once', () => {
  const spec: RendererConfigSpec = {
    output: 'json',
    mesh: 'linkerd',
    meshVersion: '2.18',
    annotations: 'operator-v1',
    namespace: 'shop',
    policies: 'drop',
    orphans: 'remove',
    allowLoss: ['circuitBreaker.interval', 'all'],
    allowEmpty: true,
    order: 'input',
    strict: true,
    adopt: true,
    allowCrossNamespace: true,
    parseAll: true,
    exclude: ['**/charts/**'],
  };
  assert.equal(check({ ...head, metadata: { name: 'x' }, spec } as unknown as Value), { spec, messages: [] });
});

test('nothing set is no option, not the defaults', () => {
  assert.equal(check(head), { spec: {}, messages: [] });
});

const wrong: readonly (readonly [name: string, object: Value, ...messages: readonly string[]])[] = [
  ['a list', [], 'RP5007 RendererConfig: the file must be an object, found a list of 0 items'],
  ['no kind', { apiVersion: head.apiVersion }, 'RP5007 RendererConfig: kind is required'],
  [
    'a misspelt option',
    { ...head, spec: { outptu: 'json' } },
    'RP5007 RendererConfig: spec.outptu is not an option; did you mean "output"?',
  ],
  ['an unknown option', { ...head, spec: { telemetry: 1 } }, 'RP5007 RendererConfig: spec.telemetry is not an option'],
  [
    'a version read as a number',
    { ...head, spec: { meshVersion: 2.2 } },
    'RP5007 RendererConfig: spec.meshVersion must be a quoted version such as "2.18", or versions by mesh such as linkerd=2.18,istio=1.30, found 2.2',
  ],
  [
    'an unknown choice',
    { ...head, spec: { order: 'random' } },
    'RP5007 RendererConfig: spec.order must be one of apply, input, found "random"',
  ],
  [
    'a loss that is no field',
    { ...head, spec: { allowLoss: ['retry'] } },
    /* the list is long: only its start is compared */ 'RP5007 RendererConfig: spec.allowLoss[0] must be one of all, circuitBreaker.failureThreshold',
  ],
  ['a pattern twice', { ...head, spec: { exclude: ['a', 'a'] } }, 'RP5007 RendererConfig: spec.exclude[1] repeats "a"'],
];
for (const [name, object, ...messages] of wrong) {
  test(`refused: ${name}`, () => {
    const found = check(object);
    assert.is(found.spec, undefined);
    assert.is(found.messages.length, messages.length);
    for (const [i, message] of messages.entries()) assert.ok(found.messages[i]?.startsWith(message), found.messages[i]);
  });
}

test.run();
