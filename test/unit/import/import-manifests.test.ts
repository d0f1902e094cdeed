import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { importManifests } from '../../../src/import-manifests.ts';
import type { KubeObject } from '../../../src/model/resource.ts';
import { fromText } from '../../../src/model/source.ts';

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { ports: [{ name: 'http', port: 80 }] },
};

/** The retry section and the codes reported for a VirtualService with these retries. */
function importRetries(retries: KubeObject, more: KubeObject = {}): { readonly retry: unknown; readonly codes: readonly string[] } {
  const rule = { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', metadata: { name: 'web', namespace: 'shop' } };
  const objects = [service, { ...rule, spec: { hosts: ['web'], http: [{ retries, ...more }] } }];
  const { policies, diagnostics } = importManifests(
    [fromText('in.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))],
    {
      mesh: 'istio',
    },
  );
  const spec = policies[0]?.['spec'] as KubeObject | undefined;
  return { retry: spec?.['retry'], codes: diagnostics.filter(({ severity }) => severity !== 'info').map(({ code }) => code) };
}

const codesOf = (retryOn: string): unknown =>
  (importRetries({ attempts: 2, retryOn }).retry as KubeObject | undefined)?.['retryableStatusCodes'];

test('conditions of Istio become those of a policy', () => {
  assert.is(codesOf('5xx,429'), '5xx,429');
  assert.is(codesOf('429,gateway-error'), '429,gateway-error');
  assert.is(codesOf('retriable-status-codes,503'), '503');
  assert.is(codesOf('retriable-4xx'), '409');
  assert.is(codesOf('500,501,502'), '500-502');
  // 509 has no name, so that Istio refuses it: nothing stands between.
  assert.is(codesOf('508,510,511'), '508-511');
  assert.is(codesOf('503,500'), '503,500');
  assert.is(codesOf('connect-failure,reset'), 'gateway-error');
});

test('conditions that a policy does not have are named, those that its classes stand for are not', () => {
  assert.equal(importRetries({ attempts: 2, retryOn: '5xx,reset,connect-failure' }).codes, []);
  assert.equal(importRetries({ attempts: 2, retryOn: '503,retriable-headers' }).codes, ['RP4063']);
  assert.equal(importRetries({ attempts: 2, retryOn: '503,reset' }).codes, ['RP4063']);
  assert.equal(importRetries({ attempts: 2, retryOn: '503,reset', perTryTimeout: '1s' }).codes, []);
  assert.equal(importRetries({ attempts: 2, retryOn: 'retriable-headers' }), { retry: undefined, codes: ['RP4063', 'RP4057', 'RP4061'] });
});

test('a try that is given up is repeated only where a condition says so', () => {
  const retry = (retryOn: string, timeout: string) =>
    importRetries({ attempts: 1, retryOn, perTryTimeout: '2s' }, { timeout }).retry as KubeObject;
  assert.is(retry('5xx', '9s')['retryTimeout'], '2s');
  assert.is(retry('503', '9s')['retryTimeout'], undefined);
  assert.is(retry('5xx', '2s')['retryTimeout'], undefined);
  assert.equal(importRetries({ attempts: 1, retryOn: '5xx', perTryTimeout: '2s' }, { timeout: '1s' }).codes, ['RP4057']);
});

test('no retries at all are said, since Istio retries unasked', () => {
  assert.equal(importRetries({ attempts: 0 }).retry, { enabled: false });
});

test('a value that no policy may have is left out and named', () => {
  assert.equal(importRetries({ attempts: 70_000, retryOn: '5xx' }, { timeout: '3s' }), { retry: undefined, codes: ['RP4057', 'RP4057'] });
});

test('two policies never get one name', () => {
  const other = { ...service, metadata: { name: 'web-80', namespace: 'shop' } };
  const ports = {
    ...service,
    spec: {
      ports: [
        { name: 'http', port: 80 },
        { name: 'http-b', port: 81 },
      ],
    },
  };
  const rule = (host: string, port?: number) => ({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: host, namespace: 'shop' },
    spec: { hosts: [host], http: [{ ...(port === undefined ? {} : { match: [{ port }] }), timeout: '3s' }] },
  });
  const text = [ports, other, rule('web', 80), rule('web-80')].map((object) => JSON.stringify(object)).join('\n---\n');
  const { policies } = importManifests([fromText('in.yaml', text)], { mesh: 'istio' });
  const names = policies.map(({ metadata }) => (metadata as KubeObject)['name']);
  assert.is(new Set(names).size, 2);
  assert.ok(names.includes('web-80'));
});

test.run();
