import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { type Finding, toFindings } from '../../../src/diagnostics/finding.ts';
import type { MeshBackend, Support } from '../../../src/mesh/backend.ts';
import { linkerd } from '../../../src/mesh/linkerd/backend.ts';
import { defaultOptions, type RenderOptions } from '../../../src/model/options.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { reportSupport } from '../../../src/render/report-support.ts';

const policy: Policy = {
  resource: { identity: { apiVersion: '', kind: 'ResiliencePolicy', namespace: 'shop', name: 'catalog' } },
  name: 'catalog',
  namespace: 'shop',
  target: { name: 'catalog', namespace: 'shop' },
  mesh: '',
  retriesOff: false,
  fields: ['retry.maxAttempts', 'retry.retryTimeout'],
};

/** A mesh that takes one leaf as it is told; no golden can show what the registered ones do not do. */
function reportFor(support: Support, options: Partial<RenderOptions> = {}): readonly Finding[] {
  const supports: MeshBackend['supports'] = (chosen) => ({ ...linkerd.supports(chosen), 'retry.retryTimeout': support });
  const { report, diagnostics } = createCollector();
  reportSupport(policy, {
    backend: { ...linkerd, title: 'Some mesh', supports },
    version: '1.2',
    options: { ...defaultOptions, ...options },
    report,
  });
  return toFindings(diagnostics, () => ({ file: 'policy.yaml', line: 1, col: 1 }));
}

test('a leaf that is enforced as asked needs no word', () => {
  assert.equal(reportFor({ level: 'native' }), []);
});

test('RP4003: a leaf that is approximated warns and says how', () => {
  const [finding, ...others] = reportFor({ level: 'approximate', how: 'it also cuts the last try' });
  assert.equal(others, []);
  assert.is(finding?.code, 'RP4003');
  assert.is(finding?.severity, 'warning');
  assert.is(finding?.message, 'Some mesh 1.2 approximates retry.retryTimeout of policy shop/catalog: it also cuts the last try');
});

test('a leaf that is not enforced is an error until it is accepted by name', () => {
  const none: Support = { level: 'none', reason: 'it has no such limit' };
  const codes = (allowLoss: RenderOptions['allowLoss']): readonly string[] => reportFor(none, { allowLoss }).map(({ code }) => code);
  assert.equal(codes([]), ['RP4001']);
  assert.equal(codes(['retry.maxAttempts']), ['RP4001']);
  assert.equal(codes(['retry.retryTimeout']), ['RP4002']);
  assert.equal(codes(['all']), ['RP4002']);
});

test.run();
