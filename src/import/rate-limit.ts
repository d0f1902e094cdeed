import { generatedFrom } from '../model/group.ts';
import { linkerdPolicyGroup } from '../model/kinds.ts';
import { equalValues, isObject, listAt, type Resource, stringAt, type Value, valueAt } from '../model/resource.ts';
import { type Importing, type KnownService, serviceKey } from './importing.ts';
import { reportLeftOut, reportRest } from './report-rest.ts';
import type { Rule } from './rule.ts';
import { type Settings, takeFrom } from './setting.ts';

/** Linkerd's rate limits. They act on pods and a port of theirs, so that only the Services of the input tell whose they are. */
export function readRateLimits(importing: Importing): readonly Rule[] {
  const servers = importing.inventory.ofKind(linkerdPolicyGroup, 'Server').flatMap((item) => importing.inventory.open(item) ?? []);
  return importing.open(linkerdPolicyGroup, 'HTTPLocalRateLimitPolicy').flatMap((resource) => {
    const name = stringAt(resource.object, ['spec', 'targetRef', 'name']);
    const { namespace } = resource.identity;
    const key = serviceKey({ namespace, name }, importing.options);
    const server = servers.find(({ identity }) => serviceKey(identity, importing.options) === key);
    return server === undefined ? leaveOut(resource, 'its Server is not in the input', importing) : readLimit(resource, server, importing);
  });
}

function leaveOut(resource: Resource, reason: string, { report }: Importing): readonly Rule[] {
  reportLeftOut({ resource, path: ['spec', 'targetRef'] }, reason, report);
  return [];
}

/** On every port that leads to the pods' port: a policy without a port limits them once. */
function readLimit(resource: Resource, server: Resource, importing: Importing): readonly Rule[] {
  const [ports = []] = importing.services.map((service) => portsTo(service, server, importing)).filter(({ length }) => length > 0);
  if (ports.length === 0) return leaveOut(resource, 'no Service of the input has the pods and the HTTP port of its Server', importing);
  reportRest({ resource, path: ['spec'] }, ['targetRef', 'total', 'identity', 'overrides'], importing.report);
  const settings = readSettings(resource, server);
  return ports.map((port) => ({ origin: 'rate-limit', ...port, settings, resource, path: ['spec'] }));
}

function portsTo({ facts, httpPorts }: KnownService, server: Resource, { options }: Importing): readonly Pick<Rule, 'service' | 'port'>[] {
  const isNear = serviceKey({ ...server.identity, name: facts.name }, options) === serviceKey(facts, options);
  if (!isNear || !isSelector(server, facts.selector ?? {})) return [];
  const ports = facts.ports.filter(
    ({ port, targetPort }) => targetPort === valueAt(server.object, ['spec', 'port']) && httpPorts.some((each) => each.port === port),
  );
  return ports.map(({ port }) => ({ service: { namespace: facts.namespace, name: facts.name }, port }));
}

/** Exactly the pods of a Service: more labels are fewer pods. */
function isSelector({ object }: Resource, selector: Readonly<Record<string, string>>): boolean {
  return equalValues(valueAt(object, ['spec', 'podSelector']), { matchLabels: { ...selector } });
}

function readSettings(resource: Resource, server: Resource): Settings {
  const take = takeFrom(resource);
  const at = (...path: readonly string[]): Value | undefined => valueAt(resource.object, ['spec', ...path]);
  const rate = (part: string) => [part, 'requestsPerSecond'] as const;
  const overrides = listAt(resource.object, ['spec', 'overrides']).map(readOverride);
  // A Server that was generated goes with the limit, and is written again; one of the user's keeps its own.
  const isOurs = valueAt(server.object, ['metadata', 'annotations', generatedFrom]) !== undefined;
  const access = ['spec', 'accessPolicy'];
  return {
    ...take('rateLimit.requestsPerSecond', at(...rate('total')), ['spec', ...rate('total')]),
    ...take('rateLimit.perClientRequestsPerSecond', at(...rate('identity')), ['spec', ...rate('identity')]),
    ...take('rateLimit.overrides', overrides.length === 0 ? undefined : overrides, ['spec', 'overrides']),
    ...(isOurs ? takeFrom(server)('rateLimit.accessPolicy', valueAt(server.object, access), access) : {}),
  };
}

function readOverride(override: Value): Value {
  const clients = listAt(override, ['clientRefs']).filter(isObject);
  return {
    requestsPerSecond: valueAt(override, ['requestsPerSecond']) ?? null,
    clients: clients.map(({ name = null, namespace }) => ({ serviceAccount: name, ...(namespace === undefined ? {} : { namespace }) })),
  };
}
