import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Item } from '../../model/inventory.ts';
import { linkerdPolicyGroup } from '../../model/kinds.ts';
import type { Policy } from '../../model/policy.ts';
import { formatName, isObject, type KubeObject, placeOf, stringAt, valueAt } from '../../model/resource.ts';
import { formatPolicy } from '../../model/service-plan.ts';
import type { Generating, MeshContext } from '../backend.ts';
import { serverKey } from './existing.ts';

/** Two generated limits for the same pods and port, from different Services: the mesh would reject the younger (RP4016). */
export function reportDoubleLimits(generating: readonly Generating[], context: MeshContext): void {
  const servers = new Map(generating.filter(({ object }) => object['kind'] === 'Server').map(({ object }) => [nameKey(object), object]));
  const serverItems = serversByName(context);
  const seen = new Map<string, Policy>();
  for (const { object, policies } of generating) {
    const policy = policies[0];
    if (object['kind'] !== 'HTTPLocalRateLimitPolicy' || policy === undefined) continue;
    const server = servers.get(targetKey(object)) ?? serverOfInput(object, { serverItems, context });
    const key = server === undefined ? targetKey(object) : limitedPods(server);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, policy);
    else reportTwice(policy, first, { port: String(valueAt(server, ['spec', 'port'])), report: context.report });
  }
}

function nameKey(object: KubeObject): string {
  return `${stringAt(object, ['metadata', 'namespace'])}/${stringAt(object, ['metadata', 'name'])}`;
}

/** The name of the Server that a limit is for. */
function targetKey(limit: KubeObject): string {
  return `${stringAt(limit, ['metadata', 'namespace'])}/${stringAt(limit, ['spec', 'targetRef', 'name'])}`;
}

/** What a limit acts on. */
function limitedPods(server: KubeObject): string {
  const labels = valueAt(server, ['spec', 'podSelector', 'matchLabels']);
  return serverKey(stringAt(server, ['metadata', 'namespace']), isObject(labels) ? labels : {}, valueAt(server, ['spec', 'port']));
}

function serversByName({ inventory, options }: MeshContext): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>();
  for (const item of inventory.ofKind(linkerdPolicyGroup, 'Server')) {
    const key = `${item.identity.namespace || options.namespace}/${item.identity.name}`;
    if (!items.has(key)) items.set(key, item);
  }
  return items;
}

function serverOfInput(
  limit: KubeObject,
  { serverItems, context }: { readonly serverItems: ReadonlyMap<string, Item>; readonly context: MeshContext },
): KubeObject | undefined {
  const namespace = stringAt(limit, ['metadata', 'namespace']) || context.options.namespace;
  const item = serverItems.get(`${namespace}/${stringAt(limit, ['spec', 'targetRef', 'name'])}`);
  return item === undefined ? undefined : context.inventory.open(item)?.object;
}

/** Linkerd enforces one limit for each Server and rejects the younger (linkerd facts §5). */
export function reportTwice(policy: Policy, first: Policy, how: { readonly port: string; readonly report: Report }): void {
  const place = (each: Policy) => placeOf(each.resource, ['spec', 'rateLimit'], 'key');
  how.report('RP4016', [place(policy), place(first)], {
    service: formatName({ namespace: policy.target.namespace, name: policy.target.name }),
    policy: formatPolicy(policy),
    other: `policy ${formatPolicy(first)}`,
    port: how.port,
  });
}
