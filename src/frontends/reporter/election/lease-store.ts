import { numberAt, type ObjectValue, stringAt, valueAt } from '../../../model/resource.ts';
import { codeOf } from '../transport/api-error.ts';
import type { Transport } from '../transport/transport.ts';

/** A Lease, as far as an election needs it. */
export interface LeaseRecord {
  /** '' for one that was released. */
  readonly holder: string;
  readonly durationSeconds: number;
  readonly acquireTime: string;
  readonly renewTime: string;
  readonly transitions: number;
}

export interface StoredLease extends LeaseRecord {
  readonly resourceVersion: string;
}

export interface LeaseStore {
  /** Undefined when there is none. */
  read(): Promise<StoredLease | undefined>;
  create(record: LeaseRecord): Promise<StoredLease>;
  /** Rejects with ApiError 409 when someone else has written since. */
  update(record: LeaseRecord, resourceVersion: string): Promise<StoredLease>;
}

export interface LeaseName {
  readonly namespace: string;
  readonly name: string;
}

/** Leases of a cluster. `timeout` in milliseconds for each request. */
export function createLeaseStore({ namespace, name }: LeaseName, transport: Transport, timeout: number): LeaseStore {
  const collection = `/apis/coordination.k8s.io/v1/namespaces/${namespace}/leases`;
  const path = `${collection}/${name}`;
  // Not the signal of the process: the release is sent after it has been told to stop.
  const how = { timeout, urgent: true, signal: new AbortController().signal } as const;
  return {
    read: async () => {
      try {
        return parseLease(await transport.request({ verb: 'get', path, ...how }));
      } catch (error) {
        if (codeOf(error) === 404) return undefined;
        throw error;
      }
    },
    create: async (record) =>
      parseLease(await transport.request({ verb: 'create', path: collection, body: formatLease(record, { namespace, name }), ...how })),
    update: async (record, resourceVersion) =>
      parseLease(
        await transport.request({ verb: 'update', path, body: formatLease(record, { namespace, name, resourceVersion }), ...how }),
      ),
  };
}

function formatLease(record: LeaseRecord, metadata: ObjectValue | (LeaseName & { readonly resourceVersion?: string })): ObjectValue {
  const { holder, durationSeconds, acquireTime, renewTime, transitions } = record;
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { ...metadata },
    spec: { holderIdentity: holder, leaseDurationSeconds: durationSeconds, acquireTime, renewTime, leaseTransitions: transitions },
  };
}

/** Anyone may have written it by hand: what is missing reads as nothing. */
function parseLease(object: ObjectValue): StoredLease {
  const spec = valueAt(object, ['spec']);
  return {
    holder: stringAt(spec, ['holderIdentity']),
    durationSeconds: numberAt(spec, ['leaseDurationSeconds']) ?? 0,
    acquireTime: stringAt(spec, ['acquireTime']),
    renewTime: stringAt(spec, ['renewTime']),
    transitions: numberAt(spec, ['leaseTransitions']) ?? 0,
    resourceVersion: stringAt(object, ['metadata', 'resourceVersion']),
  };
}
