import { setMaxListeners } from 'node:events';
import { systemClock } from '../../src/frontends/reporter/clock.ts';
import type { Evaluate } from '../../src/frontends/reporter/evaluator.ts';
import { createMetrics, type Metrics } from '../../src/frontends/reporter/metrics.ts';
import { createReporter } from '../../src/frontends/reporter/reporter.ts';
import { defaultOptions } from '../../src/model/options.ts';
import { identityOf, type KubeObject, listAt, numberAt, stringAt } from '../../src/model/resource.ts';
import { type Call, type FakeApi, startFakeApi } from './fake-api-server.ts';
import { serviceKind, services, silent, transportTo } from './reporter-parts.ts';

const group = 'resilience.auth-platform.github.com';
export const policies = `/apis/${group}/v1/resiliencepolicies`;
export const leases = '/apis/coordination.k8s.io/v1/leases';
export const events = '/apis/events.k8s.io/v1/events';
export const routes = '/apis/gateway.networking.k8s.io/v1/httproutes';
const routeKind = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', plural: 'httproutes', versions: ['v1'] };
const policyKind = { group, kind: 'ResiliencePolicy', plural: 'resiliencepolicies', versions: ['v1'] };

export const policy = (name: string, target: string) => ({
  apiVersion: `${group}/v1`,
  kind: 'ResiliencePolicy',
  metadata: { namespace: 'shop', name, generation: 1 },
  spec: { targetRef: { name: target } },
});

const readyReason = (object: KubeObject | undefined): string => {
  const ready = listAt(object, ['status', 'conditions']).find((each) => stringAt(each, ['type']) === 'Ready');
  return stringAt(ready, ['reason']);
};

/** Ready when the target is there. */
export const evaluate: Evaluate = (objects) => {
  const known = new Set(objects.filter(({ kind }) => kind === 'Service').map((object) => stringAt(object, ['metadata', 'name'])));
  const evaluations = objects
    .filter(({ kind }) => kind === 'ResiliencePolicy')
    .map((object) => {
      const ready = known.has(stringAt(object, ['spec', 'targetRef', 'name']));
      const reason = ready ? 'Applied' : 'TargetServiceNotFound';
      const changed = readyReason(object) !== reason;
      const condition = {
        type: 'Ready',
        status: ready ? 'True' : 'False',
        reason,
        message: '',
        lastTransitionTime: '2026-01-01T00:00:00Z',
      };
      return {
        policy: identityOf(object),
        uid: stringAt(object, ['metadata', 'uid']),
        resourceVersion: stringAt(object, ['metadata', 'resourceVersion']),
        generation: numberAt(object, ['metadata', 'generation']) ?? 0,
        status: { conditions: [condition] } as never,
        changed,
        transition: { reason, message: `it is ${reason}`, type: ready ? ('Normal' as const) : ('Warning' as const) },
      };
    });
  return { evaluations, fresh: evaluations, unfinished: false };
};

export interface Running {
  readonly metrics: Metrics;
  stop(): Promise<void>;
}

export interface How {
  readonly dryRun?: boolean;
  readonly elects?: boolean;
  readonly ownerReferences?: 'apply';
  readonly evaluate?: Evaluate;
}

function startReporter(api: FakeApi, how: How = {}): Running {
  const [transport, metrics, stop] = [transportTo(api), createMetrics(), new AbortController()];
  setMaxListeners(0, stop.signal);
  const reporter = createReporter(
    {
      options: defaultOptions,
      graceSeconds: 300,
      namespaces: [],
      dryRun: how.dryRun === true,
      ownerReferences: how.ownerReferences ?? 'off',
    },
    {
      transport,
      clock: systemClock,
      log: silent,
      metrics,
      evaluate: how.evaluate ?? evaluate,
      kinds: [serviceKind, policyKind, routeKind],
      trim: (object: KubeObject) => object,
      leaseNamespace: how.elects === true ? 'mesh' : undefined,
    },
  );
  const running = reporter.run(stop.signal);
  return {
    metrics,
    stop: async () => {
      stop.abort();
      await running;
      transport.close();
    },
  };
}

/** A fake API server and reporters on it, all stopped afterwards. */
export async function withApi(use: (api: FakeApi, start: (how?: How) => Running) => Promise<void>): Promise<void> {
  const api = await startFakeApi([services, policies, routes, leases, events]);
  const started: Running[] = [];
  try {
    await use(api, (how) => {
      const running = startReporter(api, how);
      started.push(running);
      return running;
    });
  } finally {
    await Promise.all(started.map((each) => each.stop()));
    await api.close();
  }
}

export const reasonOf = (api: FakeApi, name: string): string => {
  const stored = api.store.get(policies, 'shop', name) as KubeObject | undefined;
  return readyReason(stored);
};
export const isStatusWrite = ({ method, path }: Call): boolean => method === 'PUT' && path.endsWith('/status');
