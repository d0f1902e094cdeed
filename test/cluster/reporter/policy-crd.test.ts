import * as assert from 'uvu/assert';
import type { ObjectValue } from '../../../src/model/resource.ts';
import { readObject } from '../../support/arbitraries-text.ts';
import { type PolicyCase, policyCases } from '../../support/policy-cases.ts';
import { clusterSuite } from './cluster-suite.ts';
import { installCrds } from './install-crds.ts';
import { createNamespaces, policyPath } from './objects.ts';

// The CRD's schema and rules as a real API server takes them: structure, CEL compilation, CEL cost, strict field validation.

const { test, check, server } = clusterSuite('the definition of ResiliencePolicy', {
  setUp: async (server) => {
    await installCrds(server, (name) => name.startsWith('resiliencepolicies.'));
    await createNamespaces(server, 'shop');
  },
});

const strict = '?fieldValidation=Strict';

/** One after the other: concurrent requests would only hide which case made the server stumble. */
async function answers(
  cases: readonly PolicyCase[],
): Promise<readonly { readonly name: string; readonly code: number; readonly says: string }[]> {
  const found = [];
  for (const [n, { name, spec }] of cases.entries()) {
    const { code, body } = await server().client.call('POST', `${policyPath('shop')}${strict}&dryRun=All`, policyOf(n, spec));
    found.push({ name, code, says: String(body['message'] ?? '') });
  }
  return found;
}

function policyOf(n: number, spec: string): ObjectValue {
  const head = {
    apiVersion: 'resilience.auth-platform.github.com/v1',
    kind: 'ResiliencePolicy',
    metadata: { name: `case-${n}`, namespace: 'shop' },
  };
  return { ...head, spec: readObject(spec) };
}

check('it accepts every policy that the table calls accepted', async () => {
  const found = await answers(policyCases.filter(({ crd }) => crd === 'accepts'));
  assert.ok(found.length > 0);
  assert.equal(
    found.filter(({ code }) => code !== 201),
    [],
  );
});

check('it refuses every policy that the table calls refused, and says why', async () => {
  const found = await answers(policyCases.filter(({ crd }) => crd === 'refuses'));
  assert.ok(found.length > 0);
  // 400 is strict field validation's answer, 422 the schema's and the rules'.
  assert.equal(
    found.filter(({ code, says }) => (code !== 422 && code !== 400) || says === ''),
    [],
  );
});

check('a write to the object leaves status alone, and one to status leaves the spec alone', async () => {
  const { client } = server();
  const path = `${policyPath('shop')}/cart`;
  const spec = { targetRef: { name: 'cart' }, timeout: { requestTimeout: '1s' } };
  const condition = { type: 'Ready', status: 'True', reason: 'Applied', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' };
  const head = {
    apiVersion: 'resilience.auth-platform.github.com/v1',
    kind: 'ResiliencePolicy',
    metadata: { name: 'cart', namespace: 'shop' },
  };
  const created = await client.call('POST', policyPath('shop'), { ...head, spec, status: { conditions: [condition] } });
  assert.is(created.code, 201);
  assert.is(created.body['status'], undefined);
  const patched = await client.mergePatch(`${path}/status`, { spec: { timeout: null }, status: { conditions: [condition] } });
  assert.is(patched.code, 200, String(patched.body['message']));
  assert.equal(patched.body['spec'], created.body['spec']);
  assert.equal(patched.body['status'], { conditions: [condition] });
  assert.is((patched.body['metadata'] as ObjectValue)['generation'], 1);
  const edited = await client.mergePatch(path, { spec: { timeout: { requestTimeout: '2s' } } });
  assert.is((edited.body['metadata'] as ObjectValue)['generation'], 2);
  assert.equal(edited.body['status'], { conditions: [condition] });
});

check('conditions are a map by type: two of one type are refused', async () => {
  const condition = { type: 'Ready', status: 'True', reason: 'Applied', message: '', lastTransitionTime: '2026-01-01T00:00:00Z' };
  const { code } = await server().client.mergePatch(`${policyPath('shop')}/cart/status`, {
    status: { conditions: [condition, condition] },
  });
  assert.is(code, 422);
});

test.run();
