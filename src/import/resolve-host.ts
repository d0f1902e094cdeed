import type { RenderOptions } from '../model/options.ts';
import type { ServiceName } from './rule.ts';

/**
 * The Service that a host of Istio names. A name without a dot is of the rule's own namespace, any other has to be whole: Istio
 * completes only the former, so that `reviews.shop` names nothing. Undefined for wildcards and hosts outside the cluster.
 */
export function resolveHost(
  host: string,
  namespace: string,
  { clusterDomain }: Pick<RenderOptions, 'clusterDomain'>,
): ServiceName | undefined {
  if (isLabel(host)) return { namespace, name: host };
  const [name = '', own = '', ...rest] = host.split('.');
  const isWhole = rest.join('.') === `svc.${clusterDomain}`;
  return isWhole && isLabel(name) && isLabel(own) ? { namespace: own, name } : undefined;
}

function isLabel(text: string): boolean {
  return /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(text);
}
