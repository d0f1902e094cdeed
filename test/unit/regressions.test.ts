import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fromBytes } from '../../src/model/source.ts';
import { annotationsOf, objectsOf, renderFiles, renderText } from '../support/rendered.ts';

/* The smallest case of every mistake that a law has found (test/laws). */

function manifests(port: string, spec: string): string {
  return `apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [${port}]}
---
apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata: {name: web, namespace: shop}
spec: {targetRef: {name: web}, ${spec}}
`;
}

test('operator-v1 has no key for idleTimeout: what is reported as lost is not written', () => {
  const text = manifests('{name: http, port: 80}', 'timeout: {requestTimeout: 2s, idleTimeout: 1s}');
  const { ok, text: output, findings } = renderText(text, { annotations: 'operator-v1', allowLoss: ['timeout.idleTimeout'] });
  assert.ok(ok);
  const route = objectsOf(output).find(({ kind }) => kind === 'HTTPRoute');
  assert.equal(
    Object.keys(annotationsOf(route)).filter((key) => key.startsWith('timeout.')),
    ['timeout.linkerd.io/request'],
  );
  assert.ok(findings().some(({ code, message }) => code === 'RP4002' && message.includes('timeout.idleTimeout')));
});

test('retry.methods on gRPC ports alone is said to have no effect', () => {
  const text = manifests('{name: grpc, port: 50051}', 'retry: {maxAttempts: 1, methods: [GET, POST]}');
  const { ok, findings } = renderText(text, {});
  assert.ok(ok);
  assert.equal(
    findings().map(({ code, message }) => `${code} ${message}`),
    [
      'RP4018 retry.methods of policy shop/web has no effect on Service shop/web: all its governed ports are gRPC, where every call is a POST',
    ],
  );
});

test('retry.methods acts, and is not complained about, where one of the ports is HTTP', () => {
  const text = manifests('{name: grpc, port: 50051}, {name: http, port: 80}', 'retry: {maxAttempts: 1, methods: [GET, POST]}');
  const { ok, findings } = renderText(text, {});
  assert.ok(ok);
  assert.not.ok(findings().some(({ code }) => code === 'RP4018'));
});

test('a file that ends in a carriage return is read as it will be printed, with a newline behind it', () => {
  const broken =
    "\n---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n  name: carts\nspec:\n  a: 'open\r";
  const first = renderText(manifests('{name: http, port: 80}', 'circuitBreaker: {failureThreshold: 5}') + broken, {});
  assert.ok(first.ok);
  assert.match(first.text, /^apiVersion: apiextensions/);
  assert.is(renderText(first.text, {}).text, first.text);
});

test('a member of a List without apiVersion and kind is refused: flattened, it would be no manifest any more', () => {
  const list = 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: a}\n- data: {a: b}\n';
  const { ok, findings } = renderText(list, {});
  assert.not.ok(ok);
  assert.equal(
    findings().map(({ code, span }) => `${code} ${span?.line}:${span?.col}`),
    ['RP1006 7:3'],
  );
});

test('a comment with a carriage return in it joins no document: for a reader, content stands behind it', () => {
  const { ok, text, findings } = renderText(
    `# one\rtwo\n---\n${manifests('{name: http, port: 80}', 'circuitBreaker: {failureThreshold: 5}')}`,
    {},
  );
  assert.ok(ok);
  assert.match(text, /^apiVersion: v1\n/);
  assert.equal(
    findings().map(({ code }) => code),
    ['RP1010'],
  );
  assert.is(renderText(text, {}).text, text);
});

test('a comment that joins broken text does not make it matter', () => {
  const broken = '# Service of old\n---\napiVersion: v1\nkind: [ConfigMap\n---\n';
  const { ok, text } = renderText(broken + manifests('{name: http, port: 80}', 'circuitBreaker: {failureThreshold: 5}'), {});
  assert.ok(ok);
  assert.match(text, /# Service of old\napiVersion: v1\nkind: \[ConfigMap\n$/);
  assert.is(renderText(text, {}).text, text);
});

test('a comment in another encoding joins no document: it would make it unreadable', () => {
  const latin1 = Buffer.concat([Buffer.from('# geh\xf6rt Anna\n---\n', 'latin1'), Buffer.from(manifests('{name: http, port: 80}', ''))]);
  const { ok, bytes, findings } = renderFiles([fromBytes('cart.yaml', latin1)], {});
  assert.ok(ok);
  assert.ok(findings().some(({ code }) => code === 'RP1002'));
  assert.ok(renderFiles([fromBytes('-', bytes)], {}).bytes.equals(bytes));
});

test('a member of a List in JSON that kubectl would misread is written anew, as it would be on its own', () => {
  const list =
    'apiVersion: v1\nkind: List\nitems:\n- {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"a\u2029b":"c"}}\n';
  const { ok, text } = renderText(list, {});
  assert.ok(ok);
  assert.match(text, /^apiVersion: v1\n/);
  assert.is(renderText(text, {}).text, text);
});

test('a label of a Server that is an integer beyond 2^53 makes nothing throw', () => {
  const server = `apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: {name: web, namespace: shop}
spec: {podSelector: {matchLabels: {app: 9999999999999999999999}}, port: 99999999999999999999}
---
`;
  const { ok } = renderText(server + manifests('{name: http, port: 80}', 'circuitBreaker: {failureThreshold: 5}'), {});
  assert.ok(ok);
});

test.run();
