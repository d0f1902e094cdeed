import type { Item } from './inventory.ts';
import type { Policy } from './policy.ts';
import type { Resource } from './resource.ts';

/** One entry of `spec.ports`. */
export interface ServicePort {
  readonly port: number;
  readonly name: string;
  readonly protocol: string;
  readonly appProtocol?: string | undefined;
  /** A number, or the name of a container port; the port itself where it is absent. */
  readonly targetPort: number | string;
}

/** A Service as far as the plan reads it. */
export interface ServiceFacts {
  readonly item: Item;
  readonly resource: Resource;
  readonly name: string;
  /** As written: '' where the manifest has none. */
  readonly namespace: string;
  /** With `--namespace` in place of an absent one. */
  readonly effectiveNamespace: string;
  readonly type: string;
  readonly headless: boolean;
  readonly selector: Readonly<Record<string, string>> | undefined;
  readonly annotations: Readonly<Record<string, string>>;
  readonly ports: readonly ServicePort[];
}

export type HttpProtocol = 'http' | 'grpc';

/** A route of the user's own that is attached to this Service and port. */
export interface OwnRoute {
  readonly item: Item;
  readonly resource: Resource;
  /** What else it serves, in words that follow "it"; undefined when it is for exactly what the policy governs. */
  readonly shared: string | undefined;
}

/** One governed port: what the policy asks for it, free of any mesh. */
export interface PortPlan {
  readonly port: ServicePort;
  readonly protocol: HttpProtocol;
  readonly policy: Policy;
  /** Names of generated objects carry the port when the policy governs several ports of the Service. */
  readonly named: boolean;
  readonly ownRoutes: readonly OwnRoute[];
}

/** What is asked of one Service: the intermediate form between policies and a mesh. */
export interface ServicePlan {
  readonly service: ServiceFacts;
  /** In the order of their numbers; each is governed by exactly one policy. */
  readonly ports: readonly PortPlan[];
  /** The policies behind the ports, in input order. */
  readonly policies: readonly Policy[];
}

/** `<namespace>/<name>` of a policy, or its name alone. */
export function formatPolicy(policy: { readonly namespace: string; readonly name: string }): string {
  return policy.namespace === '' ? policy.name : `${policy.namespace}/${policy.name}`;
}
