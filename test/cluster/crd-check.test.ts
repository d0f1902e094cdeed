import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { checkObjects, checkRendered } from './crd-sets.ts';
import { missingPeers, runPeer } from './peers.ts';

// The gate is worth what the checker refuses, so first the checker is shown objects whose answer is known.

const route = (spec: string, head = 'gateway.networking.k8s.io/v1'): string =>
  `apiVersion: ${head}\nkind: HTTPRoute\nmetadata: {name: web, namespace: shop}\nspec: ${spec}\n`;
const parent = '{group: "", kind: Service, name: web, port: 80}';
const backend = '{group: "", kind: Service, name: web, port: 80, weight: 1}';
const matches = 'matches: [{path: {type: PathPrefix, value: /}}]';
const server = (spec: string): string =>
  `apiVersion: policy.linkerd.io/v1beta3\nkind: Server\nmetadata: {name: web, namespace: shop}\nspec: ${spec}\n`;
const limit = (spec: string): string =>
  `apiVersion: policy.linkerd.io/v1alpha1\nkind: HTTPLocalRateLimitPolicy\nmetadata: {name: web, namespace: shop}\nspec: ${spec}\n`;
const target = 'targetRef: {group: policy.linkerd.io, kind: Server, name: web}';

const good = route(`{parentRefs: [${parent}], rules: [{backendRefs: [${backend}], ${matches}}]}`);
const grpc = `apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: web, namespace: shop}
spec: {parentRefs: [${parent}], rules: [{backendRefs: [${backend}]}]}
`;
const limited = `${server('{accessPolicy: audit, podSelector: {matchLabels: {app: web}}, port: http, proxyProtocol: unknown}')}---
${limit(`{${target}, total: {requestsPerSecond: 9}, overrides: [{requestsPerSecond: 9, clientRefs: [{kind: ServiceAccount, name: a}]}]}`)}`;

const ready = missingPeers(['crd-check']).length === 0;
const check = ready ? test : test.skip;

check('complete objects pass on every cluster that serves them', () => {
  for (const set of ['newest', 'linkerd-2.18'] as const) {
    const done = checkObjects(set, [good, grpc, limited].join('---\n'));
    assert.is(done.stdout, 'checked=4 skipped=0 problems=0 complete=4 unreadable=0\n');
  }
  const old = [good.replace('/v1\n', '/v1beta1\n'), grpc.replace('/v1\n', '/v1alpha2\n'), limited].join('---\n');
  assert.is(checkObjects('linkerd-2.16', old).stdout, 'checked=4 skipped=0 problems=0 complete=4 unreadable=0\n');
});

const refused: readonly (readonly [name: string, text: string, message: RegExp])[] = [
  ['an unknown field', good.replace('rules: [{', 'rules: [{retry: {attempts: 3}, '), /spec\.rules\[0\]\.retry: unknown field/],
  ['an unknown metadata field', good.replace('{name: web,', '{name: web, nick: w,'), /metadata\.nick: unknown field/],
  ['a wrong type', good.replace('weight: 1', 'weight: "1"'), /weight: Invalid value: "string"/],
  ['a lower-case method', good.replace('[{path', '[{method: get, path'), /method: Unsupported value: "get"/],
  ['two parents that differ by port', good.replace(parent, `${parent}, ${parent.replace('80', '81')}`), /sectionName must be unique/],
  ['an annotation key with a space', good.replace('{name: web,', '{annotations: {"a b": c}, name: web,'), /metadata\.annotations/],
  ['a name in capitals', good.replace('{name: web,', '{name: Web,'), /metadata\.name/],
  ['a repeated key', good.replace('weight: 1', 'weight: 1, weight: 1'), /already set in map/],
  ['a version that is not served', good.replace('/v1\n', '/v1alpha2\n'), /version "v1alpha2" is not served/],
  ['a rate limit of zero', limit(`{${target}, total: {requestsPerSecond: 0}}`), /requestsPerSecond/],
  [
    'a client limit above the total',
    limit(`{${target}, total: {requestsPerSecond: 1}, identity: {requestsPerSecond: 2}}`),
    /identity must not exceed/,
  ],
  ['a rate limit on a Service', limit(`{${target.replace('Server', 'Service')}}`), /Unsupported value: "Service"/],
  ['a Server without a selector', server('{accessPolicy: deny, port: 80, proxyProtocol: unknown}'), /spec/],
];

for (const [name, text, message] of refused) {
  check(`refuses ${name}`, () => {
    const done = checkObjects('newest', text);
    assert.is(done.code, 1, done.stdout + done.stderr);
    assert.match(done.stdout, message);
  });
}

check('reports every default that is left to the API server', () => {
  const bare = route('{parentRefs: [{name: web}], rules: [{backendRefs: [{name: web, port: 80}]}]}');
  const { code, stdout } = checkObjects('newest', bare);
  assert.is(code, 1);
  for (const path of [
    'parentRefs[0].group',
    'parentRefs[0].kind',
    'rules[0].matches',
    ...['group', 'kind', 'weight'].map((key) => `rules[0].backendRefs[0].${key}`),
  ]) {
    assert.ok(stdout.includes(`HTTPRoute shop/web: spec.${path}: the default `), path);
  }
  assert.match(checkObjects('newest', server('{podSelector: {}, port: 80}')).stdout, /accessPolicy: the default "deny" is not written out/);
});

check('demands written defaults only of what the renderer generated', () => {
  const bare = route('{rules: [{}]}');
  assert.is(checkRendered('newest', bare).stdout, 'checked=1 skipped=0 problems=0 complete=0 unreadable=0\n');
  const marked = bare.replace('{name', '{annotations: {resilience.auth-platform.github.com/generated-from: web}, name');
  assert.is(checkRendered('newest', marked).code, 1);
});

check('looks into Lists, and says when there was nothing to look at', () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n- ${good.trimEnd().replaceAll('\n', '\n  ')}\n`;
  assert.is(checkObjects('newest', list).checked, 1);
  assert.is(checkObjects('newest', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n').code, 2);
});

check('turns the answer around for objects that must be refused', () => {
  const mixed = [good, good.replace('weight: 1', 'weight: "1"')].join('---\n');
  const done = checkObjects('newest', mixed, ['-expect-refused']);
  assert.is(done.stdout, 'HTTPRoute shop/web: accepted, but it must be refused\nchecked=2 skipped=0 problems=1 complete=0 unreadable=0\n');
});

check('finds our description of the Linkerd kinds valid', () => {
  const done = runPeer('crd-check', ['-validate-crds', '-crds', 'test/tools/crds/linkerd']);
  assert.is(done.stdout, 'checked=2 skipped=0 problems=0 complete=0 unreadable=0\n');
});

test.run();
