import type { ObjectValue } from '../../../model/resource.ts';
import type { Evaluation } from '../../../status/evaluate-policies.ts';
import type { Clock } from '../clock.ts';
import { formatMicroTime } from '../election/micro-time.ts';
import type { Logger } from '../logger.ts';
import { plainText } from '../plain-text.ts';
import { codeOf, describeError } from '../transport/api-error.ts';
import type { ApiRequest, Transport } from '../transport/transport.ts';
import { createEventBudget } from './event-budget.ts';

export interface EventRecorder {
  /** Notes a transition. Events are a courtesy: a full queue, a spent budget or a refusal loses them and nothing else. */
  record(evaluation: Evaluation): void;
}

export interface RecorderParts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly log: Logger;
  /** Of this replica. */
  readonly instance: string;
  readonly mayWrite: () => boolean;
  readonly signal: AbortSignal;
}

interface Series {
  readonly path: string;
  readonly count: number;
  readonly at: number;
}

/** client-go's numbers: 1000 may wait, 4096 are remembered, a series ends after 6 minutes of silence (reporter facts §3). */
const longestQueue = 1000;
const mostSeries = 4096;
const seriesEnds = 360_000;
const controller = 'resilience.auth-platform.github.com/reporter';

/** Events of events.k8s.io/v1; the same one again counts up the first (KEP-383). */
export function createEventRecorder({ transport, clock, log, instance, mayWrite, signal }: RecorderParts): EventRecorder {
  const series = new Map<string, Series>();
  const budget = createEventBudget(clock);
  const queue: Evaluation[] = [];
  let running = false;

  async function send(evaluation: Evaluation): Promise<void> {
    const { policy, uid, transition } = evaluation;
    if (transition === undefined || !mayWrite() || !budget.take(uid)) return;
    const key = [uid, transition.type, transition.reason, transition.message].join('\n');
    const known = series.get(key);
    const how = { signal, timeout: 5_000, mayStillSend: mayWrite } as const;
    const now = clock.elapsed();
    series.delete(key);
    if (known !== undefined && now - known.at < seriesEnds) {
      const count = known.count + 1;
      const body = { series: { count, lastObservedTime: formatMicroTime(clock.wall()) } };
      const request: ApiRequest = { verb: 'patch', path: known.path, body, contentType: 'application/merge-patch+json', ...how };
      const found = await transport.request(request).then(
        () => true,
        (error: unknown) => {
          if (codeOf(error) !== 404) throw error;
          return false;
        },
      );
      if (found) return remember(key, { ...known, count, at: now });
    }
    const name = `${policy.name.slice(0, 230)}.${Math.floor(clock.random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0')}`;
    const path = `/apis/events.k8s.io/v1/namespaces/${policy.namespace}/events`;
    await transport.request({ verb: 'create', path, body: describe(evaluation, name), ...how });
    remember(key, { path: `${path}/${name}`, count: 1, at: now });
  }

  function remember(key: string, entry: Series): void {
    const [oldest] = series.keys();
    if (series.size >= mostSeries && oldest !== undefined) series.delete(oldest);
    series.set(key, entry);
  }

  function describe({ policy, uid, transition }: Evaluation, name: string): ObjectValue {
    const { apiVersion, kind, namespace } = policy;
    return {
      apiVersion: 'events.k8s.io/v1',
      kind: 'Event',
      metadata: { namespace, name },
      eventTime: formatMicroTime(clock.wall()),
      reportingController: controller,
      reportingInstance: instance.slice(0, 128),
      action: 'Report',
      reason: transition?.reason.slice(0, 128) ?? '',
      // The API server takes 1024 bytes.
      note: plainText(transition?.message ?? '', 300),
      type: transition?.type ?? 'Normal',
      regarding: { apiVersion, kind, namespace, name: policy.name, uid },
    };
  }

  async function run(): Promise<void> {
    running = true;
    for (let next = queue.shift(); next !== undefined && !signal.aborted; next = queue.shift()) {
      await send(next).catch((error: unknown) => log.warn('cannot record an event', { detail: describeError(error) }));
    }
    running = false;
  }

  return {
    record: (evaluation) => {
      if (evaluation.transition === undefined || queue.length >= longestQueue) return;
      queue.push(evaluation);
      if (!running) void run();
    },
  };
}
