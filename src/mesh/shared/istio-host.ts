import { cutWithHash } from '../../model/hash.ts';
import type { RenderOptions } from '../../model/options.ts';
import type { ServiceFacts } from '../../model/service-plan.ts';

/** A DNS subdomain, the longest name that the API server takes. */
const nameLimit = 253;

/**
 * The host that a rule of Istio is for. Where the Service names no namespace the short name stands, which resolves in the
 * rule's own: an overlay that sets the namespace later must not leave a stale one.
 */
export function hostOf({ name, namespace }: ServiceFacts, { clusterDomain }: Pick<RenderOptions, 'clusterDomain'>): string {
  return namespace === '' ? name : `${name}.${namespace}.svc.${clusterDomain}`;
}

/** Never the Service's own name, which people give to their own VirtualServices and DestinationRules. */
export function ruleNameOf({ name }: ServiceFacts): string {
  return cutWithHash(`${name}-resilience`, nameLimit);
}

/** Whether a `hosts` entry or `host` of a rule in some namespace takes in the Service (ResolveShortnameToFQDN of Istio 1.30). */
export function coversHost(
  host: string,
  ruleNamespace: string,
  target: { readonly service: ServiceFacts; readonly clusterDomain: string },
): boolean {
  const { service, clusterDomain } = target;
  if (!host.includes('.') && host !== '*') return host === service.name && ruleNamespace === service.effectiveNamespace;
  const suffix = `.svc.${clusterDomain}`;
  // A Service whose namespace nobody knows may be in the one that the host names.
  const namespace = service.effectiveNamespace || host.slice(0, -suffix.length).split('.').at(-1) || '*';
  const full = `${service.name}.${namespace}${suffix}`;
  return host.startsWith('*') ? full.endsWith(host.slice(1)) : host === full;
}
