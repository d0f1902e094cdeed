import { formatIdentity, listAt } from '../../model/resource.ts';
import type { ServiceFacts } from '../../model/service-plan.ts';
import type { Ignored, MeshContext } from '../backend.ts';
import { existingOf } from './existing.ts';

/** Why Linkerd applies no HTTP policy at all to a Service. */
export function ignores(service: ServiceFacts, context: MeshContext): Ignored | undefined {
  if (service.type === 'ExternalName') return { reason: 'it is an ExternalName, which has no endpoints of its own' };
  if (service.headless) return { reason: 'it is headless, so clients connect to pods directly' };
  return overriddenBy(service, context);
}

/** A ServiceProfile with routes or overrides switches retries, timeouts and the breaker off, whatever else is there. */
function overriddenBy(service: ServiceFacts, { inventory, options }: MeshContext): Ignored | undefined {
  const { profiles, splits } = existingOf(inventory, options.namespace);
  const precedence = 'takes precedence over routes, retries, timeouts and breakers';
  for (const profile of profiles.get(service.name) ?? []) {
    const rules = listAt(profile.object, ['spec', 'routes']).length + listAt(profile.object, ['spec', 'dstOverrides']).length;
    if (!isProfileOf(profile.identity.name, service) || rules === 0) continue;
    return { reason: `${formatIdentity(profile.identity)} ${precedence}`, cause: profile };
  }
  const split = (splits.get(service.name) ?? []).find(
    ({ identity }) => (identity.namespace || service.effectiveNamespace) === service.effectiveNamespace,
  );
  if (split === undefined) return undefined;
  return { reason: `${formatIdentity(split.identity)} becomes a ServiceProfile, which ${precedence}`, cause: split };
}

/** A ServiceProfile is named after the FQDN; where the Service has no namespace, any namespace may be its own. */
function isProfileOf(name: string, service: ServiceFacts): boolean {
  const [host, namespace, kind] = name.split('.');
  return host === service.name && kind === 'svc' && (service.effectiveNamespace === '' || namespace === service.effectiveNamespace);
}
