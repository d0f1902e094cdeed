import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type CliResult, callCli } from '../support/run-cli.ts';
import { cartPolicy, cartService, withTree } from '../support/temp-tree.ts';

const render = (stdin: string, ...flags: readonly string[]): string => {
  const { exit, stdout, stderr } = callCli(['render', '-', ...flags], { cwd: '.', stdin });
  assert.is(exit, 0, stderr);
  return stdout;
};
const other = (name: string, text: string): string => text.replaceAll('name: cart', `name: ${name}`);
const verify = (stdin: string, policies: string | undefined, ...flags: readonly string[]): CliResult =>
  withTree(policies === undefined ? {} : { 'policies.yaml': policies }, (cwd) =>
    callCli(['verify', ...(policies === undefined ? [] : ['--policies', 'policies.yaml']), ...flags, '-'], { cwd, stdin }),
  );
const cart = `${cartService}---\n${cartPolicy}`;
const route = cartPolicy.replace(/circuitBreaker:[\s\S]*/, 'timeout:\n    requestTimeout: 3s\n');

test('a rendered stream passes, with its policies in it, beside it, or both', () => {
  const kept = render(cart);
  const dropped = render(cart, '--policies=drop');
  for (const [stream, policies] of [
    [kept, undefined],
    [kept, cartPolicy],
    [dropped, cartPolicy],
    [render(`${cartService}---\n${route}`, '--policies=drop'), route],
  ] as const) {
    assert.equal(Object.values(verify(stream, policies)), [0, '', '1 policy, rendered\n']);
  }
  assert.is(verify(kept, undefined, '--quiet').stderr, '');
  assert.equal(JSON.parse(verify(kept, undefined, '--diagnostics=json').stderr), []);
  const two = render(`${cart}---\n${other('stock', cartService)}---\n${other('stock', cartPolicy)}`);
  assert.is(verify(two, undefined).stderr, '2 policies, all rendered\n');
});

test('a policy that is missed is named once, where its file is', () => {
  const { exit, stdout, stderr } = verify(cart, cartPolicy);
  assert.equal([exit, stdout], [1, '']);
  assert.match(stderr, /^policies\.yaml:4:9: error RP3019: policy shop\/cart has no rendered effect/);
  assert.is(stderr.match(/RP3019/g)?.length, 1);
  assert.match(verify(cart, undefined).stderr, /^-:\d+:9: error RP3019/);
});

test('one of several is missed, also where its name begins like that of another', () => {
  const rendered = render(cart, '--policies=drop');
  const admin = other('cart-admin', cartPolicy);
  const { exit, stderr } = verify(rendered, `${admin}---\n${cartPolicy}`);
  assert.is(exit, 1);
  assert.match(stderr, 'policy shop/cart-admin has no');
  assert.not.match(stderr, 'policy shop/cart has no');
  const only = render(`${other('cart-admin', cartService)}---\n${admin}`, '--policies=drop');
  assert.match(verify(only, `${admin}---\n${cartPolicy}`).stderr, 'policy shop/cart has no');
});

test('what was rendered from another policy does not pass for one whose name it holds', () => {
  // A Service cart that nothing was rendered for, beside one whose policy is kept elsewhere.
  const admin = render(
    `${other('admin', cartService)}---\n${other('cart-admin', cartPolicy).replace('    name: cart-admin', '    name: admin')}`,
    '--policies=drop',
  );
  assert.match(admin, 'annotated-from: cart-admin');
  const { exit, stderr } = verify(`${admin}---\n${cartService}`, cartPolicy);
  assert.is(exit, 1);
  assert.match(stderr, 'policy shop/cart has no');
});

test('a prefix, a suffix and a namespace of kustomize do not matter, whenever they came', () => {
  const after = render(cart).replaceAll('  name: cart', '  name: dev-cart-eu').replaceAll('namespace: shop', 'namespace: prod');
  assert.is(verify(after, cartPolicy).exit, 0);
  assert.is(verify(after, undefined).exit, 0);
  const before = render(cart.replaceAll('name: cart', 'name: dev-cart'), '--policies=drop');
  assert.is(verify(before, cartPolicy).stderr, '1 policy, rendered\n');
});

test('a mark that names a namespace is not one for a policy of another', () => {
  const away = cartPolicy
    .replace('namespace: shop', 'namespace: team')
    .replace('    name: cart\n', '    name: cart\n    namespace: shop\n');
  const rendered = render(`${cartService}---\n${away}`, '--allow-cross-namespace', '--policies=drop');
  assert.is(verify(rendered, away, '--allow-cross-namespace').exit, 0);
  assert.is(verify(rendered, cartPolicy).exit, 1);
});

test('a policy that asks for nothing, or whose fields may all be lost, is not missed', () => {
  const off = cartPolicy.replace('circuitBreaker:\n', 'circuitBreaker:\n    enabled: false\n');
  assert.equal(Object.values(verify(cartService, off)), [0, '', '1 policy, 0 rendered, 1 with nothing to render\n']);
  const headless = cartService.replace('spec:\n', 'spec:\n  clusterIP: None\n');
  assert.is(verify(headless, cartPolicy, '--allow-loss=all').exit, 0);
  assert.is(verify(headless, cartPolicy).exit, 1);
  assert.is(verify(cartService, cartPolicy, '--allow-loss=all').exit, 1, 'nothing is lost on an ordinary Service');
});

test('nothing to look at, and nothing to look for, both fail', () => {
  assert.match(verify('', cartPolicy).stderr, /error RP5003/);
  assert.match(verify('# nothing\n', cartPolicy).stderr, /error RP5003/);
  assert.match(verify(cartService, undefined).stderr, /error RP3020/);
  assert.match(verify(cartService, cartService).stderr, /error RP3020/);
  assert.is(withTree({}, (cwd) => callCli(['verify', '--policies', 'missing', '-'], { cwd, stdin: cart })).exit, 3);
});

test('an unknown mesh is wrong usage, and patches can be kept out', () => {
  assert.equal([verify(cart, cartPolicy, '--mesh=linkred').exit, verify(cart, cartPolicy, '--allow-loss=everything').exit], [2, 2]);
  const patch = cartPolicy.replace('  targetRef:\n    name: cart\n', '');
  withTree({ 'app/policy.yaml': cartPolicy, 'app/patch.yaml': patch, 'rendered.yaml': render(cart) }, (cwd) => {
    assert.match(callCli(['verify', '--policies', 'app', 'rendered.yaml'], { cwd }).stderr, /error RP2001/);
    assert.is(callCli(['verify', '--policies', 'app', '--exclude=patch.yaml', 'rendered.yaml'], { cwd }).exit, 0);
  });
});

test('it reads directories without a word about what else is in them', () => {
  const kustomization = 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [policy.yaml]\n';
  withTree({ 'app/kustomization.yaml': kustomization, 'app/policy.yaml': cartPolicy, 'rendered.yaml': render(cart) }, (cwd) => {
    assert.is(callCli(['verify', '--policies', 'app', 'rendered.yaml'], { cwd }).stderr, '1 policy, rendered\n');
  });
});

test.run();
