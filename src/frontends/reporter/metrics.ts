import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the reporter counts. No label names an object: their number is not ours to bound (reporter facts §7.1). */
export interface Metrics {
  readonly contentType: string;
  text(): Promise<string>;
  reconciled(result: ReconcileResult): void;
  wrote(result: WriteResult): void;
  gaveOwners(result: WriteResult): void;
  queued(depth: number): void;
  waited(seconds: number): void;
  evaluated(seconds: number): void;
  restarted(resource: string, reason: string): void;
  failedRequest(verb: string, code: number): void;
  leads(leads: boolean): void;
  watching(resources: readonly WatchFigures[]): void;
  /** Counted when somebody asks: ten thousand policies take longer to count than one to evaluate. */
  policies(count: () => readonly ConditionCount[]): void;
}

export type ReconcileResult = 'unchanged' | 'changed' | 'error';
export type WriteResult = 'written' | 'conflict' | 'gone' | 'error' | 'dry-run' | 'not-leader';

export interface WatchFigures {
  readonly resource: string;
  readonly objects: number;
  /** Not current, for whatever reason. */
  readonly stalled: boolean;
}

export interface ConditionCount {
  readonly condition: string;
  readonly status: string;
  readonly reason: string;
  readonly count: number;
}

const name = (rest: string): string => `resilience_renderer_${rest}`;

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = (rest: string, help: string, labelNames: string[]): Counter =>
    new Counter({ name: name(rest), help, labelNames, registers });
  const gauge = (rest: string, help: string, labelNames: string[] = []): Gauge =>
    new Gauge({ name: name(rest), help, labelNames, registers });
  const histogram = (rest: string, help: string, buckets: number[]): Histogram =>
    new Histogram({ name: name(rest), help, buckets, registers });
  collectDefaultMetrics({ register: registry });
  const reconciles = counter('reconciles_total', 'Evaluations of one policy, by result.', ['result']);
  const writes = counter('status_writes_total', 'Writes of a status, by result.', ['result']);
  const owners = counter('owner_reference_writes_total', 'Writes of the ownerReferences of an object, by result.', ['result']);
  const depth = gauge('queue_depth', 'Statuses that wait to be written.');
  const latency = histogram(
    'queue_latency_seconds',
    'From the decision to write a status to its write.',
    [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60],
  );
  const evaluation = histogram('evaluation_seconds', 'One evaluation, of whatever has changed.', [0.005, 0.02, 0.1, 0.5, 1, 2, 5]);
  const restarts = counter('watch_restarts_total', 'Watches that ended, by why.', ['resource', 'reason']);
  const errors = counter('api_errors_total', 'Requests of the API server that failed; code 0 is a broken connection.', ['verb', 'code']);
  const leader = gauge('leader', '1 on the replica that writes.');
  const stalled = gauge('watch_stalled', '1 while a kind cannot be watched.', ['resource']);
  const objects = gauge('watched_objects', 'Objects in memory.', ['resource']);
  let count: () => readonly ConditionCount[] = () => [];
  new Gauge({
    name: name('policies'),
    help: 'Policies by condition.',
    labelNames: ['condition', 'status', 'reason'],
    registers,
    collect() {
      this.reset();
      for (const { count: value, ...labels } of count()) this.set(labels, value);
    },
  });
  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    reconciled: (result) => reconciles.inc({ result }),
    wrote: (result) => writes.inc({ result }),
    gaveOwners: (result) => owners.inc({ result }),
    queued: (value) => depth.set(value),
    waited: (seconds) => latency.observe(seconds),
    evaluated: (seconds) => evaluation.observe(seconds),
    restarted: (resource, reason) => restarts.inc({ resource, reason }),
    failedRequest: (verb, code) => errors.inc({ verb, code: String(code) }),
    leads: (leads) => leader.set(leads ? 1 : 0),
    watching: (resources) => {
      for (const figures of resources) {
        stalled.set({ resource: figures.resource }, figures.stalled ? 1 : 0);
        objects.set({ resource: figures.resource }, figures.objects);
      }
    },
    policies: (next) => {
      count = next;
    },
  };
}
