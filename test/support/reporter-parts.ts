import type { Clock } from '../../src/frontends/reporter/clock.ts';
import { systemClock } from '../../src/frontends/reporter/clock.ts';
import type { Logger } from '../../src/frontends/reporter/logger.ts';
import { createTransport } from '../../src/frontends/reporter/transport/http-transport.ts';
import type { Transport } from '../../src/frontends/reporter/transport/transport.ts';
import { createReflector, type Reflector } from '../../src/frontends/reporter/watch/reflector.ts';
import type { TargetKind } from '../../src/frontends/reporter/watch/target.ts';
import { stringAt } from '../../src/model/resource.ts';
import { type FakeApi, startFakeApi } from './fake-api-server.ts';

export const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
export const services = '/api/v1/services';
export const serviceKind: TargetKind = { group: '', kind: 'Service', plural: 'services', versions: ['v1'] };

/** Waiting costs a twentieth. */
export const hasty: Clock = {
  ...systemClock,
  sleep: (milliseconds, signal) => systemClock.sleep(milliseconds / 20, signal),
  random: () => 0,
};

export function transportTo(api: FakeApi, token: () => string = () => 'secret'): Transport {
  const read = async () => ({ server: api.url, tls: { ca: api.ca }, headers: { Authorization: `Bearer ${token()}` } });
  return createTransport({ namespace: 'mesh', read }, { clock: systemClock, onError: () => undefined });
}

export async function eventually(what: string, holds: () => boolean, limit = 10_000): Promise<void> {
  const until = Date.now() + limit;
  while (!holds()) {
    if (Date.now() > until) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

export interface Watched {
  readonly api: FakeApi;
  readonly reflector: Reflector;
  readonly restarts: string[];
  names(): readonly string[];
}

/** Runs a reflector of Services against a fake, and stops both. */
export async function withReflector(
  use: (watched: Watched) => Promise<void>,
  how: { kind?: TargetKind; silence?: number; token?: () => string } = {},
): Promise<void> {
  const api = await startFakeApi([services]);
  const transport = transportTo(api, how.token);
  const restarts: string[] = [];
  const stop = new AbortController();
  const reflector = createReflector(
    { kind: how.kind ?? serviceKind, namespace: '' },
    {
      transport,
      clock: hasty,
      log: silent,
      trim: (object) => object,
      onChange: () => undefined,
      onRestart: (_, reason) => restarts.push(reason),
      // As much less as waiting is.
      confirmAfter: 1_000,
      ...(how.silence === undefined ? {} : { silence: how.silence }),
    },
  );
  const names = (): readonly string[] => [...reflector.cache.objects()].map((object) => stringAt(object, ['metadata', 'name'])).sort();
  const running = reflector.run(stop.signal);
  try {
    await use({ api, reflector, restarts, names });
  } finally {
    stop.abort();
    await running;
    transport.close();
    await api.close();
  }
}

export const service = (name: string) => ({ apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'shop', name } });
