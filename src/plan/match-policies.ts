import type { Report } from '../diagnostics/diagnostic.ts';
import { nearestName } from '../diagnostics/nearest-name.ts';
import { compareCodePoints } from '../model/code-point-order.ts';
import type { Inventory, Item } from '../model/inventory.ts';
import type { RenderOptions } from '../model/options.ts';
import type { Policy } from '../model/policy.ts';
import { placeOf } from '../model/resource.ts';
import { formatPolicy, type ServiceFacts } from '../model/service-plan.ts';
import { readService } from './read-service.ts';
import { isGranted } from './reference-grants.ts';

/** A Service and the policies that target it, in input order. */
export interface Match {
  readonly service: ServiceFacts;
  readonly policies: readonly Policy[];
}

const targetName = ['spec', 'targetRef', 'name'] as const;

/** Finds the target of every policy by name and namespace. Only Services that are targets are parsed. Reports RP3001, RP3002, RP3006. */
export function matchPolicies(
  policies: readonly Policy[],
  inventory: Inventory,
  how: { options: RenderOptions; report: Report },
): readonly Match[] {
  const { options } = how;
  const matches = new Map<Item, { service: ServiceFacts; policies: Policy[] }>();
  for (const policy of policies) {
    const item = findService({ namespace: targetNamespace(policy, options), name: policy.target.name }, inventory, options.namespace);
    if (item === undefined) reportMissing(policy, inventory, how);
    else if (isAllowed(policy, inventory, how)) {
      const known = matches.get(item);
      const resource = known === undefined ? inventory.open(item) : undefined;
      if (known !== undefined) known.policies.push(policy);
      else if (resource !== undefined) matches.set(item, { service: readService(item, resource, options.namespace), policies: [policy] });
    }
  }
  return [...matches.values()];
}

function targetNamespace(policy: Policy, options: RenderOptions): string {
  return policy.target.namespace || options.namespace;
}

interface Name {
  readonly namespace: string;
  readonly name: string;
}

function findService(name: Name, inventory: Inventory, defaultNamespace: string): Item | undefined {
  return inventory.find({ apiVersion: 'v1', kind: 'Service', ...name }, defaultNamespace);
}

function isAllowed(policy: Policy, inventory: Inventory, { options, report }: { options: RenderOptions; report: Report }): boolean {
  const policyNamespace = policy.namespace || options.namespace;
  const serviceNamespace = targetNamespace(policy, options);
  if (policyNamespace === serviceNamespace || options.allowCrossNamespace) return true;
  if (isGranted({ policyNamespace, serviceNamespace, service: policy.target.name }, inventory, options.namespace)) return true;
  report('RP3006', placeOf(policy.resource, ['spec', 'targetRef', 'namespace']), {
    policy: formatPolicy(policy),
    service: `${serviceNamespace}/${policy.target.name}`,
    namespace: serviceNamespace,
    from: policyNamespace,
  });
  return false;
}

function reportMissing(policy: Policy, inventory: Inventory, { options, report }: { options: RenderOptions; report: Report }): void {
  const place = placeOf(policy.resource, targetName);
  const namespace = targetNamespace(policy, options);
  const name = policy.target.name;
  if (namespace !== '' && options.namespace === '' && findService({ namespace: '', name }, inventory, '') !== undefined) {
    report('RP3001', place, { policy: formatPolicy(policy), service: name, namespace });
    return;
  }
  const own = policy.namespace || options.namespace;
  const service = namespace === own ? name : `${namespace}/${name}`;
  report('RP3002', place, { policy: formatPolicy(policy), service, ...nearestService({ namespace, name }, inventory, options) });
}

/** Every policy without a Service would be compared with so many: a hint is not worth the time in the square of the input. */
const mostCompared = 2000;

/** Near by name in the same namespace; and the first other namespace that holds the same name, whatever the order of the input. */
function nearestService(
  { namespace, name }: Name,
  inventory: Inventory,
  options: RenderOptions,
): { readonly nearest: string | undefined; readonly elsewhere: string | undefined } {
  const services = inventory.ofKind('', 'Service');
  if (services.length > mostCompared) return { nearest: undefined, elsewhere: undefined };
  const names = services.map(({ identity }): Name => ({ namespace: identity.namespace || options.namespace, name: identity.name }));
  const here = names.filter((each) => each.namespace === namespace).map((each) => each.name);
  const elsewhere = names.filter((each) => each.name === name).map((each) => each.namespace);
  return { nearest: nearestName(name, here), elsewhere: elsewhere.sort(compareCodePoints)[0] };
}
