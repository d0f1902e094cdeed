import type { Report } from '../diagnostics/diagnostic.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RenderOptions } from '../model/options.ts';
import type { KubeObject, Resource } from '../model/resource.ts';
import type { ServiceFacts } from '../model/service-plan.ts';
import type { ServiceName } from './rule.ts';

/** What every source of an import is told. */
export interface Importing {
  readonly inventory: Inventory;
  readonly options: Pick<RenderOptions, 'namespace' | 'clusterDomain'>;
  readonly report: Report;
  /** The Services of the input. */
  readonly services: readonly KnownService[];
  /** The policies of the input. */
  readonly policies: readonly Resource[];
  /** Objects of a kind that are to be imported: those that policies of the input generate are left out. */
  open(group: string, kind: string): readonly Resource[];
  /** Whether every policy that an object's marks name is in the input. */
  isAccountedFor(object: KubeObject): boolean;
}

/** A Service of the input, with the ports that a policy without a port governs. */
export interface KnownService {
  readonly facts: ServiceFacts;
  readonly httpPorts: readonly HttpPort[];
}

export interface HttpPort {
  readonly port: number;
  readonly isGrpc: boolean;
}

/** One key for each Service, whether its namespace is written or not. */
export function serviceKey({ namespace, name }: ServiceName, options: Importing['options']): string {
  return `${namespace || options.namespace}/${name}`;
}
