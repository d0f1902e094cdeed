import type { FieldPath } from '../model/place.ts';
import type { Resource } from '../model/resource.ts';
import type { Settings } from './setting.ts';

/** A Service as an object refers to it; '' is the namespace that nobody names. */
export interface ServiceName {
  readonly namespace: string;
  readonly name: string;
}

/**
 * What a rule is part of. Rules of one origin are alternatives: a request meets one of them. Those of several add up.
 * `route-default` holds for a route where that says nothing itself (linkerd facts §2).
 */
export type RuleOrigin = 'virtual-service' | 'route' | 'route-default' | 'service-profile' | 'service' | 'destination-rule' | 'rate-limit';

/** What an object says about some requests to a Service. */
export interface Rule {
  readonly origin: RuleOrigin;
  readonly service: ServiceName;
  /** All ports when absent. */
  readonly port?: number | undefined;
  /** Only requests of these methods. */
  readonly methods?: readonly string[] | undefined;
  /** It looks at paths, headers or anything else that a policy cannot tell apart. */
  readonly narrow?: boolean | undefined;
  readonly settings: Settings;
  readonly resource: Resource;
  /** Where the rule stands in its object. */
  readonly path: FieldPath;
}
