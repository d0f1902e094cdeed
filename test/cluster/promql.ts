import { createMetrics, type Metrics } from '../../src/frontends/reporter/metrics.ts';
import { runPeer } from './peers.ts';

// Prometheus' own parser, rule checker and engine, asked about our expressions (test/tools/promql-check).

export interface Expression {
  /** The alert whose condition it is. */
  readonly alert?: string;
  readonly query: string;
  readonly error?: string;
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  /** Labels of `by` and the like. */
  readonly grouping: readonly string[];
  /** The labels of each series that comes out, half an hour after the pages began to look like this. */
  readonly result: readonly Readonly<Record<string, string>>[];
}

export interface Answer {
  /** What is wrong with the rules: expressions, templates, names. */
  readonly errors: readonly string[];
  readonly expressions: readonly Expression[];
}

/** What a target looked like when it was scraped. */
export interface Page {
  readonly labels: Readonly<Record<string, string>>;
  readonly text: string;
}

export interface Question {
  /** The `spec` of a PrometheusRule. */
  readonly rules?: unknown;
  readonly queries?: readonly string[];
  readonly pages?: readonly Page[];
}

export function askPrometheus({ rules, ...question }: Question): Answer {
  // JSON is YAML.
  const text = rules === undefined ? '' : JSON.stringify(rules);
  const done = runPeer('promql-check', [], JSON.stringify({ rules: text, ...question }));
  if (done.code !== 0) throw new Error(done.stderr);
  return JSON.parse(done.stdout) as Answer;
}

/** Labels that Prometheus adds to what a PodMonitor or a ServiceMonitor finds, as far as we ask for them. */
export const targetLabels = ['namespace', 'pod'] as const;

/** What one replica exposes: the reporter's own registry, after a story was told to it. */
export async function pageOf(pod: string, tell: (metrics: Metrics) => void): Promise<Page> {
  const metrics = createMetrics();
  tell(metrics);
  return { labels: { namespace: 'resilience-system', pod }, text: await metrics.text() };
}

/** A replica to which everything happened that is counted, and nothing of it bad enough for an alert. */
export function liveQuietly(metrics: Metrics, leads: boolean): void {
  metrics.leads(leads);
  metrics.watching([{ resource: 'services', objects: 3, stalled: false }]);
  metrics.policies(() => (leads ? [{ condition: 'Ready', status: 'True', reason: 'Applied', count: 3 }] : []));
  metrics.reconciled('changed');
  metrics.wrote('written');
  metrics.gaveOwners('written');
  metrics.queued(0);
  metrics.waited(0.1);
  metrics.evaluated(0.1);
  metrics.restarted('services', 'closed');
  metrics.failedRequest('list', 500);
}
