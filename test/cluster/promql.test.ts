import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { Metrics } from '../../src/frontends/reporter/metrics.ts';
import { repository } from '../support/golden-cases.ts';
import { chart, find, inNamespace, install, read } from './chart.ts';
import { checkObjects } from './crd-sets.ts';
import { missingPeers, runPeer } from './peers.ts';
import { type Answer, askPrometheus, type Expression, liveQuietly, type Page, pageOf, targetLabels } from './promql.ts';

const test = suite('promql');
const check = missingPeers(['crd-check', 'helm', 'kustomize', 'promql-check']).length === 0 ? test : test.skip;

const runbookUrl = 'https://wiki.example.com/reporter';
const rulesOf = (): unknown =>
  find(install({ metrics: { prometheusRule: { enabled: true, runbookUrl } } }), inNamespace('monitoring.coreos.com/PrometheusRule'))[
    'spec'
  ];

/** The queries of the dashboard, with what Grafana puts in for its variables. */
function dashboardQueries(): readonly string[] {
  const text = readFileSync(join(repository, chart, 'files/dashboard.json'), 'utf8');
  const { panels } = JSON.parse(text) as { panels: readonly { readonly targets: readonly { readonly expr: string }[] }[] };
  const queries = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
  return queries.map((query) => query.replaceAll('$__rate_interval', '2m').replaceAll('$namespace', '.*'));
}

const quiet = async (): Promise<readonly Page[]> => [
  await pageOf('a', (metrics) => liveQuietly(metrics, true)),
  await pageOf('b', (metrics) => liveQuietly(metrics, false)),
];

/** The labels of each series that is exposed, by its name. */
function labelsIn({ text }: Page): ReadonlyMap<string, readonly string[]> {
  const samples = text.matchAll(/^(\w+)(?:\{(.*)\})? /gm);
  return new Map([...samples].map(([, name = '', labels = '']) => [name, labels.match(/\w+(?==")/g) ?? []]));
}

/** What an expression asks for and nobody exposes. */
function strangers({ selectors, grouping }: Expression, page: Page): readonly string[] {
  const exposed = labelsIn(page);
  const known = [...targetLabels, ...selectors.flatMap(({ metric }) => exposed.get(metric) ?? [])];
  return [
    ...selectors.map(({ metric }) => metric).filter((metric) => !exposed.has(metric)),
    ...[...grouping, ...selectors.flatMap(({ labels }) => labels)].filter((label) => !known.includes(label)),
  ];
}

check('the alerts are rules that Prometheus takes, about metrics and labels that the reporter exposes', async () => {
  const [page] = (await quiet()) as readonly [Page];
  const { errors, expressions } = askPrometheus({ rules: rulesOf() });
  assert.equal(errors, []);
  assert.is(expressions.length, 3);
  for (const expression of expressions) assert.equal(strangers(expression, page), [], expression.query);
});

check('two reporters of one cluster have alerts of their own: each names its namespace, in an expression or as a label', () => {
  const { groups } = rulesOf() as { readonly groups: readonly { readonly rules: readonly Rule[] }[] };
  for (const { alert, expr, labels } of groups.flatMap(({ rules }) => rules)) {
    assert.ok(expr.includes('namespace="resilience-system"'), alert);
    assert.ok(expr.includes('by (namespace, ') || labels['namespace'] === 'resilience-system', alert);
  }
});

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
}

check('the queries of the dashboard are PromQL about metrics and labels that the reporter exposes, and give something', async () => {
  const pages = await quiet();
  const { expressions } = askPrometheus({ queries: dashboardQueries(), pages });
  assert.ok(expressions.length >= 15);
  for (const expression of expressions) {
    assert.is(expression.error, undefined, expression.query);
    assert.equal(strangers(expression, pages[0] as Page), [], expression.query);
    assert.ok(expression.result.length > 0, expression.query);
  }
});

check('what is misspelt is found', async () => {
  const [page] = (await quiet()) as readonly [Page];
  const misspelt = [
    'sum(resilience_renderer_leaders)',
    'sum by (podd) (resilience_renderer_leader)',
    'resilience_renderer_leader{name="x"}',
  ];
  const { expressions } = askPrometheus({ queries: misspelt });
  assert.equal(
    expressions.map((each) => strangers(each, page)),
    [['resilience_renderer_leaders'], ['podd'], ['name']],
  );
  assert.match(String(askPrometheus({ queries: ['sum(rate(x[5m])'] }).expressions[0]?.error), 'unclosed left parenthesis');
  const rules = { groups: [{ name: 'g', rules: [{ alert: 'A', expr: 'up > 0', annotations: { summary: '{{ $label.pod }}' } }] }] };
  assert.match(askPrometheus({ rules }).errors.join(), 'undefined variable "$label"');
});

const firing = ({ expressions }: Answer): readonly string[] =>
  expressions.flatMap(({ alert, result }) => result.map((labels) => `${alert} ${JSON.stringify(labels)}`)).sort();

/** Which alerts fire when the first replica, which leads, has this to tell, and the second is well. */
async function firingAfter(tell: (metrics: Metrics) => void): Promise<readonly string[]> {
  const [, second] = (await quiet()) as readonly [Page, Page];
  const first = await pageOf('a', (metrics) => {
    liveQuietly(metrics, true);
    tell(metrics);
  });
  return firing(askPrometheus({ rules: rulesOf(), pages: [first, second] }));
}

check('each alert fires for what it is there for, and for nothing else', async () => {
  assert.equal(await firingAfter(() => undefined), []);
  assert.equal(
    await firingAfter((metrics) =>
      metrics.policies(() => [
        { condition: 'Ready', status: 'True', reason: 'Applied', count: 3 },
        { condition: 'Ready', status: 'False', reason: 'Failed', count: 2 },
        { condition: 'Ready', status: 'Unknown', reason: 'NotVerifiable', count: 1 },
        { condition: 'Accepted', status: 'False', reason: 'Conflicted', count: 1 },
      ]),
    ),
    [
      'ResiliencePoliciesNotReady {"namespace":"resilience-system","reason":"Failed"}',
      'ResiliencePoliciesNotReady {"namespace":"resilience-system","reason":"NotVerifiable"}',
    ],
  );
  assert.equal(await firingAfter((metrics) => metrics.leads(false)), ['ResilienceReporterNoLeader {}']);
  assert.equal(await firingAfter((metrics) => metrics.watching([{ resource: 'servers.policy.linkerd.io', objects: 0, stalled: true }])), [
    'ResilienceReporterWatchStalled {"namespace":"resilience-system","pod":"a","resource":"servers.policy.linkerd.io"}',
  ]);
});

check('nobody to scrape means no leader; the reporter of another namespace counts for nothing', async () => {
  const pages = (await quiet()).map(({ labels, text }) => ({ labels: { ...labels, namespace: 'elsewhere' }, text }));
  assert.equal(firing(askPrometheus({ rules: rulesOf(), pages })), ['ResilienceReporterNoLeader {}']);
});

check('the objects for the Prometheus operator are as its definitions want them, in the chart and in deploy/', () => {
  const labels = { team: 'mesh' };
  const monitors = ['podMonitor', 'serviceMonitor'].flatMap((monitor) =>
    install({ metrics: { [monitor]: { enabled: true, labels, interval: '45s' }, prometheusRule: { enabled: true, labels, runbookUrl } } }),
  );
  const component = read(runPeer('kustomize', ['build', 'deploy/monitoring']).stdout);
  const objects = [...monitors, ...component].filter(({ apiVersion }) => String(apiVersion).startsWith('monitoring.coreos.com/'));
  const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  const done = checkObjects('prometheus-operator', text);
  assert.equal({ checked: done.checked, problems: done.problems }, { checked: 6, problems: 0 }, done.stdout);
  assert.is(checkObjects('prometheus-operator', text.replaceAll('podMetricsEndpoints', 'endpoints')).problems > 0, true);
});

test.run();
