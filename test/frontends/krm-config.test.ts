import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type Answer, callFunction, listText } from '../support/resource-list.ts';
import { cartPolicy, cartService } from '../support/temp-tree.ts';

const headless = cartService.replace('spec:\n', 'spec:\n  clusterIP: None\n');

function callWith(config: string): Answer {
  return callFunction(listText([headless, cartPolicy], `functionConfig:${config}`));
}

function configMap(data: string): string {
  return `\n  apiVersion: v1\n  kind: ConfigMap\n  metadata:\n    name: function-input\n  data:\n    ${data}\n`;
}

test('a RendererConfig and a ConfigMap of strings say the same', () => {
  const config = callWith(
    '\n  apiVersion: resilience.auth-platform.github.com/v1\n  kind: RendererConfig\n  spec:\n    allowLoss: [all]\n',
  );
  assert.is(config.exit, 0, config.stderr);
  const strings = callWith(configMap('allowLoss: "circuitBreaker.failureThreshold, retry.methods"\n    strict: "false"'));
  assert.is(strings.exit, 0, strings.stderr);
  assert.equal(strings.items, config.items);
  assert.is(callWith(configMap('allowLoss: all\n    strict: "true"')).exit, 1);
  assert.is(callWith(configMap('mode: validate\n    allowLoss: all')).items.length, 0);
});

test('no configuration, an empty one and one without data are defaults', () => {
  for (const config of ['', ' null', ' {apiVersion: v1, kind: ConfigMap}', ' {apiVersion: v1, kind: ConfigMap, data: null}']) {
    assert.match(callWith(`${config}\n`).stderr, /error RP4004/);
  }
});

test('a mistake in a ConfigMap is told at its key, in the words of a RendererConfig', () => {
  const mistakes = [
    ['strict: "yes"', 'data.strict must be true or false, found "yes"', 'data.strict'],
    ['stirct: "true"', 'data.stirct is not an option; did you mean "strict"?', 'data.stirct'],
    ['allowLoss: all, everything', 'data.allowLoss[1] must be', 'data.allowLoss[1]'],
    ['meshVersion: 2.18', 'data.meshVersion must be a quoted version', 'data.meshVersion'],
  ] as const;
  for (const [data, message, field] of mistakes) {
    const { exit, items, results, stderr } = callWith(configMap(data));
    assert.equal([exit, items.length], [1, 2]);
    assert.match(results[0]?.message ?? '', `RP5007: RendererConfig: ${message}`);
    assert.is(results[0]?.field?.path, field);
    assert.is(results[0]?.resourceRef?.['kind'], 'ConfigMap');
    assert.match(stderr, /^ConfigMap function-input \(-:3\d:\d+\): error RP5007/);
  }
});

test('a mistake in a RendererConfig is one of the functionConfig', () => {
  const { exit, results } = callWith(
    '\n  apiVersion: resilience.auth-platform.github.com/v1\n  kind: RendererConfig\n  spec:\n    mesh: linkerd\n    mode: mutate\n',
  );
  assert.is(exit, 1);
  assert.equal([results[0]?.tags.code, results[0]?.field?.path], ['RP5007', 'spec.mode']);
});

test('an unknown mesh is refused with its neighbour', () => {
  const { exit, results } = callWith(configMap('mesh: linkred'));
  assert.is(exit, 1);
  assert.match(results[0]?.message ?? '', /^RP5006: .*did you mean "linkerd"\?/);
});

test('any other functionConfig is refused with what is understood (RP5020)', () => {
  const others = [
    ' just text',
    ' [1]',
    ' {apiVersion: apps/v1, kind: Deployment}',
    ' {data: {}}',
    ' {apiVersion: v1, kind: ConfigMap, data: text}',
  ];
  for (const config of [...others, ' {apiVersion: example.com/v1, kind: RendererConfig}']) {
    const { exit, items, results, stderr } = callWith(`${config}\n`);
    assert.equal([exit, items.length, results[0]?.tags.code], [1, 2, 'RP5020'], config);
    assert.match(stderr, /a RendererConfig \(resilience\.auth-platform\.github\.com\/v1\), or a ConfigMap/);
  }
});

test.run();
