import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generateChartCrd } from '../../../build/generate-chart-crd.ts';
import { reporterCommand } from '../../../src/frontends/cli/reporter-command.ts';
import { createMetrics } from '../../../src/frontends/reporter/metrics.ts';
import type { World } from '../../../src/frontends/world.ts';
import { type KubeObject, valueAt } from '../../../src/model/resource.ts';
import { repository } from '../../support/golden-cases.ts';

const chart = 'charts/resilience-renderer';
const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');
const yamlOf = (path: string): Record<string, unknown> => load(textOf(path)) as Record<string, unknown>;
const jsonOf = (path: string): Json => JSON.parse(textOf(path)) as Json;

type Json = { readonly [key: string]: Json };

const valuesSchema = jsonOf(`${chart}/values.schema.json`);

test('the chart and its image have the version of the package', () => {
  const { version } = JSON.parse(textOf('package.json')) as { version: string };
  const { version: chartVersion, appVersion } = yamlOf(`${chart}/Chart.yaml`);
  assert.equal([chartVersion, appVersion], [version, version]);
});

test('the CRD is the same everywhere', () => {
  const crd = textOf('schemas/crd.yaml');
  assert.is(textOf('deploy/crd.yaml'), crd);
  assert.is(textOf(`${chart}/templates/crd.yaml`), generateChartCrd(crd));
});

test('the CRD of the chart is kept, and differs in nothing else', () => {
  const lines = generateChartCrd(textOf('schemas/crd.yaml')).split('\n');
  const added = ['{{- if .Values.crds.install }}', '  annotations:', '    helm.sh/resource-policy: keep', '{{- end }}'];
  assert.is(lines.filter((line) => !added.includes(line)).join('\n'), textOf('schemas/crd.yaml'));
});

test('braces in the CRD are no instructions to Helm', () => {
  assert.ok(generateChartCrd('kind: X\nmetadata:\n  name: "{{ x }}"\n').includes('name: "{{ "{{" }} x }}"'));
});

test('the schema accepts the defaults, knows no other value, and refuses one that is misspelt', () => {
  const accepts = new Ajv({ allowUnionTypes: true }).compile(valuesSchema);
  const values = yamlOf(`${chart}/values.yaml`);
  assert.ok(accepts(values), JSON.stringify(accepts.errors));
  const known = Object.keys(valuesSchema['properties'] ?? {}).filter((name) => name !== 'global');
  assert.equal(known.sort(), Object.keys(values).sort());
  assert.not.ok(accepts({ ...values, replicaCount: 2 }));
  assert.not.ok(accepts({ ...values, config: { mesh: 'linkerd', meshVersion: 2.2 } }));
});

test('`config` takes what a RendererConfig takes', () => {
  const spec = jsonOf('schemas/renderer-config.schema.json')['properties']?.['spec'] ?? {};
  assert.equal(valuesSchema['properties']?.['config'], constraintsOf(spec), 'copy the constraints of the schema over');
});

/** A schema without what only the reference and our messages need. */
function constraintsOf(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(constraintsOf) as unknown as Json;
  if (typeof schema !== 'object') return schema;
  const kept = Object.entries(schema).filter(([keyword]) => !/^(?:title|examples|default|x-.*)$/.test(keyword));
  return Object.fromEntries(kept.map(([keyword, value]) => [keyword, constraintsOf(value)]));
}

const metricsIn = (text: string): readonly string[] =>
  [...new Set(text.match(/\bresilience_renderer_[a-z_]+/g))].map((name) => name.replace(/_bucket$/, '')).sort();

test('the pods give flags that the command has, and the page of the reporter lists all of them', () => {
  const flags = reporterCommand({} as World, () => {}).options.map(({ long }) => long ?? '');
  const args = valueAt(yamlOf('deploy/deployment.yaml') as KubeObject, ['spec', 'template', 'spec', 'containers', 0, 'args']);
  const [command, ...given] = args as readonly string[];
  assert.is(command, 'reporter');
  assert.equal(
    given.map((arg) => arg.replace(/=.*/, '')).filter((flag) => !flags.includes(flag)),
    [],
  );
  const section = /\n### Flags\n[^#]*/.exec(textOf('docs/reporter.md'))?.[0] ?? '';
  assert.equal([...new Set(section.match(/(?<=`)--[a-z-]+/g))].sort(), [...flags].sort());
});

test('the page of the reporter lists its metrics', async () => {
  const { expected, labels } = await exposed();
  const rows = textOf('docs/reporter.md').matchAll(/^\| `(resilience_renderer_\w+)` \| (\w+) \| ([^|]*)\|/gm);
  const listed = new Map([...rows].map(([, name = '', type, given = '']) => [name, { type, labels: given.match(/\w+/g) ?? [] }]));
  assert.equal([...listed.keys()].sort(), [...expected.keys()].sort());
  for (const [name, type] of expected) assert.equal(listed.get(name), { type, labels: labels.get(name) ?? [] }, name);
});

/** The types and labels of everything that is exposed, once each figure has been given. */
async function exposed(): Promise<Record<'expected' | 'labels', ReadonlyMap<string, unknown>>> {
  const metrics = createMetrics();
  metrics.reconciled('changed');
  metrics.wrote('written');
  metrics.gaveOwners('written');
  metrics.restarted('services', 'closed');
  metrics.failedRequest('list', 500);
  metrics.watching([{ resource: 'services', objects: 1, stalled: false }]);
  metrics.policies(() => [{ condition: 'Ready', status: 'True', reason: 'Applied', count: 1 }]);
  const text = await metrics.text();
  const types = text.matchAll(/^# TYPE (resilience_renderer_\w+) (\w+)$/gm);
  const samples = text.matchAll(/^(resilience_renderer_\w+)\{(.*)\} /gm);
  return {
    expected: new Map([...types].map(([, name = '', type]) => [name, type])),
    labels: new Map([...samples].map(([, name = '', given = '']) => [name, given.match(/\w+(?==")/g) ?? []])),
  };
}

test('dashboard and alerts ask for metrics that the page of the reporter lists, and the dashboard shows all of them', () => {
  const listed = metricsIn(textOf('docs/reporter.md'));
  const dashboard = textOf(`${chart}/files/dashboard.json`);
  assert.equal(metricsIn(dashboard), listed);
  const alerts = metricsIn(textOf(`${chart}/templates/prometheusrule.yaml`));
  assert.equal(
    alerts.filter((name) => !listed.includes(name)),
    [],
  );
});

test('the dashboard has panels that do not overlap, each with a query', () => {
  const { panels } = JSON.parse(textOf(`${chart}/files/dashboard.json`)) as { panels: readonly Panel[] };
  assert.ok(panels.length > 0);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
  );
  assert.is(new Set(cells).size, cells.length);
  assert.is(new Set(panels.map(({ id }) => id)).size, panels.length);
  // What they ask is read by Prometheus itself: test/cluster/promql.test.ts.
  for (const { targets, title } of panels) assert.ok(targets.length > 0 && targets.every(({ expr }) => expr !== ''), title);
});

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: Readonly<Record<'x' | 'y' | 'w' | 'h', number>>;
  readonly targets: readonly { readonly expr: string }[];
}

test('every alert has a heading of its own in the page of the reporter', () => {
  const alerts = textOf(`${chart}/templates/prometheusrule.yaml`).match(/(?<=alert: )\w+/g) ?? [];
  assert.is(alerts.length, 3);
  for (const alert of alerts) {
    assert.ok(textOf('docs/reporter.md').includes(`### ${alert}\n`), alert);
    assert.ok(textOf(`${chart}/templates/prometheusrule.yaml`).includes(`%s#${alert.toLowerCase()}`), alert);
  }
});

test.run();
