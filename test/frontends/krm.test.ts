import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type KubeObject, valueAt } from '../../src/model/resource.ts';
import { callFunction, configText, listText } from '../support/resource-list.ts';
import { callCli } from '../support/run-cli.ts';
import { cartPolicy, cartService, withTree } from '../support/temp-tree.ts';

// The KRM functions specification, and what kustomize and kpt make of it (krm-argocd facts §1, §2).

const noted = (text: string, file: string): string =>
  text.replace(
    '  namespace: shop\n',
    `  namespace: shop
  annotations:
    config.kubernetes.io/index: '2'
    internal.config.kubernetes.io/index: '2'
    internal.config.kubernetes.io/path: ${file} # of kpt
    config.k8s.io/id: '7'
    kustomize.config.k8s.io/id: |
      kind: Any
`,
  );
const retries = cartPolicy.replace(/circuitBreaker:[\s\S]*/, 'retry:\n    maxAttempts: 2\n    methods: [GET]\n');
const wrong = cartPolicy.replace('targetRef:\n    name: cart', 'targetRef:\n    name: card');
const list = listText([cartService, cartPolicy]);

test('a ResourceList without a word more is a function call, also in the old apiVersion', () => {
  for (const apiVersion of ['config.kubernetes.io/v1', 'config.kubernetes.io/v1beta1']) {
    const { exit, stdout, stderr, items } = callFunction(listText([cartService, cartPolicy], '', apiVersion));
    assert.equal([exit, stderr], [0, '']);
    assert.match(stdout, new RegExp(`^apiVersion: ${apiVersion}\nkind: ResourceList\nitems:\n- apiVersion: v1\n`));
    assert.is(valueAt(items[0], ['metadata', 'annotations', 'balancer.linkerd.io/failure-accrual']), 'consecutive');
    assert.is(items.length, 2);
  }
});

test('comments, key order, styles and what orchestrators wrote stay, line for line', () => {
  const before = listText(
    [noted(`# the cart\n${cartService.replace('port: 80', 'port: 0x50 # web')}`, 'cart.yaml'), noted(cartPolicy, 'policy.yaml')],
    configText('strict: true # of the platform team'),
  );
  const { exit, stdout } = callFunction(before);
  assert.is(exit, 0);
  const added = stdout.split('\n').filter((line) => !before.split('\n').includes(line));
  assert.is(added.length, 4);
  assert.ok(added.every((line) => /^ {6}(?:balancer|resilience)\./.test(line)));
  assert.equal(
    stdout.split('\n').filter((line) => !added.includes(line)),
    before.split('\n'),
  );
});

test('new items follow in the namespace of their Service, without a note of an orchestrator', () => {
  const { items } = callFunction(listText([noted(cartService, 'cart.yaml'), noted(retries, 'policy.yaml')]));
  const [, , route] = items;
  assert.is(valueAt(route, ['kind']), 'HTTPRoute');
  assert.is(valueAt(route, ['metadata', 'namespace']), 'shop');
  const keys = Object.keys((valueAt(route, ['metadata', 'annotations']) ?? {}) as object);
  assert.equal(
    keys.filter((key) => !/^(?:retry\.linkerd|resilience)\./.test(key)),
    [],
  );
});

test('what is generated again takes the place and the notes of what was there', () => {
  const generated = callFunction(listText([cartService, retries])).items[2] as KubeObject;
  const metadata = generated['metadata'] as KubeObject;
  const notes = { 'config.k8s.io/id': '7', 'internal.config.kubernetes.io/path': 'route.yaml', 'retry.linkerd.io/limit': '9' };
  const stale = { ...generated, metadata: { ...metadata, annotations: { ...(metadata['annotations'] as KubeObject), ...notes } } };
  const again = callFunction(listText([`${JSON.stringify(stale)}\n`, noted(cartService, 'cart.yaml'), noted(retries, 'policy.yaml')]));
  assert.is(again.exit, 0, again.stderr);
  assert.equal(
    again.items.map((item) => valueAt(item, ['kind'])),
    ['HTTPRoute', 'Service', 'ResiliencePolicy', 'HTTPRoute'],
  );
  const annotations = (valueAt(again.items[0], ['metadata', 'annotations']) ?? {}) as Readonly<Record<string, unknown>>;
  assert.is(annotations['retry.linkerd.io/limit'], undefined, 'it belongs to the route of the methods');
  assert.is(annotations['config.k8s.io/id'], '7');
  assert.is(annotations['internal.config.kubernetes.io/path'], 'route.yaml');
});

test('its own output changes no more', () => {
  const once = callFunction(listText([cartService, retries], configText('strict: false')));
  const twice = callFunction(once.stdout);
  assert.fixture(twice.stdout, once.stdout);
});

test('an error gives the items back as they were, says why in results and on standard error, and fails', () => {
  const before = listText([noted(cartService, 'cart.yaml'), noted(wrong, 'policy.yaml')], 'results:\n- message: of somebody else\n');
  const { exit, stdout, stderr, results } = callFunction(before);
  assert.is(exit, 1);
  assert.ok(stdout.startsWith(before.replace(/results:[\s\S]*/, '')));
  assert.equal(results, [
    {
      message: 'RP3002: policy shop/cart targets Service "card", which is not in the input; hint: did you mean "cart"?',
      severity: 'error',
      resourceRef: { apiVersion: 'resilience.auth-platform.github.com/v1', kind: 'ResiliencePolicy', name: 'cart', namespace: 'shop' },
      field: { path: 'spec.targetRef.name' },
      file: { path: 'policy.yaml', index: 2 },
      tags: { code: 'RP3002' },
    },
  ]);
  assert.match(stderr, /error RP3002: policy shop\/cart targets Service "card"/);
});

test('results of a former function are replaced, and go when there is nothing to say', () => {
  const { exit, stdout } = callFunction(list.replace('items:', 'results:\n# old\n- message: old\n  severity: error\nitems:'));
  assert.is(exit, 0);
  assert.not.match(stdout, /results:|old\n/);
  assert.match(stdout, /^apiVersion: [^\n]*\nkind: ResourceList\nitems:\n/);
});

test('flow style is understood, JSON comes back as JSON, and big integers keep their digits', () => {
  const big = '{"apiVersion":"shop.example.com/v1","kind":"Till","metadata":{"name":"till"},"spec":{"serial":12345678901234567890}}';
  const json = (text: string): string =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: text, namespace: 'shop' },
      spec: { selector: { app: text }, ports: [{ name: 'http', port: 80 }] },
    });
  const policy = JSON.stringify({
    apiVersion: 'resilience.auth-platform.github.com/v1',
    kind: 'ResiliencePolicy',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { targetRef: { name: 'cart' }, circuitBreaker: { failureThreshold: 5 } },
  });
  const items = `[${[json('cart'), policy, big].join(',')}]`;
  const asJson = callFunction(`{"apiVersion":"config.kubernetes.io/v1","kind":"ResourceList","items":${items}}`);
  assert.is(asJson.exit, 0, asJson.stderr);
  assert.match(asJson.stdout, /^\{\n {2}"apiVersion": "config.kubernetes.io\/v1",/);
  assert.match(asJson.stdout, '"serial": 12345678901234567890');
  assert.match(asJson.stdout, '"balancer.linkerd.io/failure-accrual": "consecutive"');
  const flow = callFunction(`{apiVersion: config.kubernetes.io/v1, kind: ResourceList, items: ${items}}\n`);
  assert.match(flow.stdout, /^apiVersion: config.kubernetes.io\/v1\nkind: ResourceList\n/);
  assert.match(flow.stdout, 'serial: 12345678901234567890');
  assert.equal(flow.items, asJson.items);
});

test('policies of local configuration steer and stay, unless policies are dropped', () => {
  const local = cartPolicy.replace('  name: cart\n', '  name: cart\n  annotations:\n    config.kubernetes.io/local-config: "true"\n');
  assert.is(callFunction(listText([cartService, local])).items.length, 2);
  const dropped = callFunction(listText([cartService, local], configText('policies: drop')));
  assert.equal([dropped.exit, dropped.items.length], [0, 1]);
});

test('configuration of tools is an item like any other', () => {
  const kptfile = 'apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: shop\n';
  const { items, stderr } = callFunction(listText([kptfile, cartService, cartPolicy]));
  assert.is(valueAt(items[0], ['kind']), 'Kptfile');
  assert.is(stderr, '');
});

test('a validator passes with no items, and fails with all of them', () => {
  const mode = configText('mode: validate');
  const passed = callFunction(listText([cartService, retries], mode));
  assert.is(passed.exit, 0, passed.stderr);
  assert.match(passed.stdout, '\nitems: []\n');
  const failed = callFunction(listText([cartService, wrong], mode));
  assert.is(failed.exit, 1);
  assert.is(failed.items.length, 2);
  assert.is(failed.results[0]?.tags.code, 'RP3002');
});

test('`render -` is the same function, with flags that win', () => {
  assert.fixture(callFunction(list, ['render', '-']).stdout, callFunction(list).stdout);
  const warned = listText([cartService, retries.replace('    methods: [GET]\n', '')], configText('strict: true'));
  assert.is(callFunction(warned).exit, 1);
  assert.is(callFunction(warned, ['render', '-', '--mesh-version=2.17']).exit, 1);
  const dropped = callFunction(listText([cartService, cartPolicy], configText('policies: keep')), ['render', '-', '--policies=drop']);
  assert.is(dropped.items.length, 1);
});

test('strict fails on a warning, which results call a warning', () => {
  const { exit, items, results } = callFunction(
    listText([cartService, retries.replace('    methods: [GET]\n', '')], configText('strict: true')),
  );
  assert.equal([exit, items.length, results[0]?.severity], [1, 2, 'warning']);
});

test('an item that is no object is an error that shows which one', () => {
  for (const item of ['just text', '{metadata: {name: cart}}']) {
    const { exit, stdout, stderr, results } = callFunction(`${list}- ${item}\n`);
    assert.is(exit, 1);
    assert.ok(stdout.startsWith(`${list}- ${item}\n`));
    assert.match(stderr, /error RP1006: items\[2\] of this List/);
    assert.is(results[0]?.tags.code, 'RP1006');
  }
});

test('a generator sees nothing to render, and says so (RP5027)', () => {
  const { exit, stderr } = callFunction(
    listText(['apiVersion: resilience.auth-platform.github.com/v1\nkind: RendererConfig\nmetadata:\n  name: renderer\n']),
  );
  assert.is(exit, 1);
  assert.match(stderr, /error RP5027: .*generators/);
});

test('no items at all is an error unless it is allowed', () => {
  const empty = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems: []\n';
  assert.is(callFunction(empty).exit, 1);
  assert.is(callFunction(empty).results[0]?.tags.code, 'RP5003');
  assert.equal([callFunction(empty + configText('allowEmpty: true')).exit, callFunction(empty.replace('[]', 'null')).exit], [0, 1]);
});

test('anything else on standard input is wrong usage with a hint (RP5021)', () => {
  for (const stdin of ['', cartService, `${list}---\n${cartService}`, 'a: [b']) {
    const { exit, stdout, stderr } = callCli([], { cwd: '.', stdin });
    assert.equal([exit, stdout], [2, '']);
    assert.match(stderr, /^error RP5021: .*\n {2}hint: .*resilience-renderer render -/);
  }
});

test('a ResourceList that does not parse leaves standard output empty', () => {
  for (const argv of [[], ['render', '-']]) {
    const { exit, stdout, stderr } = callCli(argv, { cwd: '.', stdin: `${list}  - broken: [\n` });
    assert.equal([exit, stdout], [1, '']);
    assert.match(stderr, /^-:\d+:\d+: error RP1001/);
  }
});

test('what is no ResourceList of the specification is rendered as ever', () => {
  withTree({}, (cwd) => {
    const foreign = list.replace('config.kubernetes.io/v1', 'shop.example.com/v1');
    const { exit, stdout } = callCli(['render', '-'], { cwd, stdin: foreign });
    assert.is(exit, 0);
    assert.match(stdout, /^apiVersion: v1\nkind: Service\n/);
    const { stdout: two } = callCli(['render', '-'], {
      cwd,
      stdin: `${list}---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n`,
    });
    assert.match(two, /^apiVersion: v1\nkind: Namespace\n/);
  });
});

test('control characters of a manifest reach neither a terminal nor results raw', () => {
  const { stdout, stderr } = callFunction(listText([cartService, wrong.replace('name: card', 'name: "ca\\e[31mrd"')]));
  assert.not.match(stdout + stderr, '\u001b');
  assert.not.match(
    callFunction(stdout)
      .results.map(({ message }) => message)
      .join(),
    '\u001b',
  );
});

test.run();
