import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generatedFrom, policyLabel } from '../../../src/model/group.ts';
import { keepForeign, markGenerated } from '../../../src/render/mark.ts';

const generated = {
  apiVersion: 'kuma.io/v1alpha1',
  kind: 'MeshRetry',
  metadata: { name: 'checkout', namespace: 'shop', labels: { 'kuma.io/mesh': 'default' } },
  spec: { to: [] },
};

test('a generated object keeps the labels that its mesh gave it', () => {
  assert.equal(markGenerated(generated, 'checkout')['metadata'], {
    name: 'checkout',
    namespace: 'shop',
    labels: { 'app.kubernetes.io/managed-by': 'resilience-renderer', 'kuma.io/mesh': 'default', [policyLabel]: 'checkout' },
    annotations: { [generatedFrom]: 'checkout' },
  });
});

test('what somebody wrote into a label of the mesh stays', () => {
  const fresh = markGenerated(generated, 'checkout');
  const existing = { ...generated, metadata: { name: 'checkout', namespace: 'shop', labels: { 'kuma.io/mesh': 'payments' } } };
  const kept = keepForeign(fresh, existing, new Set())['metadata'] as { readonly labels: unknown };
  assert.equal(kept.labels, {
    'app.kubernetes.io/managed-by': 'resilience-renderer',
    'kuma.io/mesh': 'payments',
    [policyLabel]: 'checkout',
  });
});

test.run();
