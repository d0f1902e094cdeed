import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { createCollector } from '../../../src/diagnostics/collector.ts';
import { fromText } from '../../../src/model/source.ts';
import { readInventory } from '../../../src/read/read-inventory.ts';

const good = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 2\n';
const template = good.replace('web', 'api').replace('2', '{{ .Values.replicas }}');
const broken = good.replace('web', 'broken').replace('replicas: 2', 'replicas: [2');

test('a glance reports nothing, and hides nothing from who reads on', () => {
  const { report, diagnostics } = createCollector();
  const inventory = readInventory([fromText('a.yaml', [good, template, broken].join('---\n'))], { parseAll: false, limits: {} }, report);
  const items = inventory.ofKind('apps', 'Deployment');
  assert.equal(
    items.map(({ identity }) => identity.name),
    ['web', 'api', 'broken'],
  );
  assert.equal(
    items.map((item) => inventory.open(item, 'glance')?.identity.name),
    ['web', undefined, undefined],
  );
  assert.equal(diagnostics, []);
  assert.equal(
    items.map((item) => inventory.open(item)?.identity.name),
    ['web', undefined, undefined],
  );
  assert.is(diagnostics.length, 2);
});

test.run();
