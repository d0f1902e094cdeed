import { createCollector } from '../../src/diagnostics/collector.ts';
import { parseDuration } from '../../src/model/duration.ts';
import { group } from '../../src/model/group.ts';
import { defaultOptions, type RenderOptions } from '../../src/model/options.ts';
import { fieldPath, type Policy } from '../../src/model/policy.ts';
import { type PolicyField, policyFields } from '../../src/model/policy-field.ts';
import { type KubeObject, valueAt } from '../../src/model/resource.ts';
import { fromText } from '../../src/model/source.ts';
import { planServices } from '../../src/plan/plan-services.ts';
import { readInventory } from '../../src/read/read-inventory.ts';
import { chooseBackend } from '../../src/render/choose-backend.ts';
import { validatePolicy } from '../../src/validate/validate-policy.ts';

/** What policies ask of one port of one Service, values in one spelling. */
export interface PortEffect {
  readonly policy: Policy;
  readonly fields: ReadonlyMap<PolicyField, string>;
}

/** What the policies of a stream ask for, by `namespace/service:port`. */
export function readEffects(text: string, options: Partial<RenderOptions>): ReadonlyMap<string, PortEffect> {
  const full = { ...defaultOptions, ...options };
  const { report } = createCollector();
  const inventory = readInventory([fromText('all.yaml', text)], { parseAll: false, limits: {} }, report);
  const resources = inventory.ofKind(group, 'ResiliencePolicy').flatMap((item) => inventory.open(item) ?? []);
  const objects = new Map<Policy, KubeObject>();
  for (const resource of resources) {
    const policy = validatePolicy(resource, report);
    if (policy !== undefined) objects.set(policy, resource.object);
  }
  const choice = chooseBackend(full, report);
  const plans = choice === undefined ? [] : planServices([...objects.keys()], choice, { options: full, report, inventory });
  return new Map(
    plans
      .flatMap((each) => each.plans)
      .flatMap(({ service, ports }) =>
        ports.map(
          ({ port, policy }) =>
            [
              `${service.effectiveNamespace}/${service.name}:${port.port}`,
              { policy, fields: fieldsOf(policy, objects.get(policy) ?? {}) },
            ] as const,
        ),
      ),
  );
}

function fieldsOf(policy: Policy, object: KubeObject): ReadonlyMap<PolicyField, string> {
  return new Map(policyFields.filter((field) => policy.fields.includes(field)).map((field) => [field, spell(object, field)]));
}

/** Durations, lists of conditions and sets of methods have many spellings. */
function spell(object: KubeObject, field: PolicyField): string {
  const value = valueAt(object, fieldPath(field));
  if (/Time(?:out)?$|interval$|ttl$/.test(field)) return String(parseDuration(String(value)));
  if (field === 'retry.retryableStatusCodes') return [...new Set(String(value).split(',').flatMap(expand))].sort().join(',');
  if (field === 'retry.retryableGrpcCodes')
    return [...new Set(String(value).toLowerCase().replaceAll('_', '-').split(/[, ]+/))].sort().join(',');
  if (field === 'retry.methods') return [...(value as readonly string[])].sort().join(',');
  return JSON.stringify(value);
}

function expand(condition: string): readonly string[] {
  const item = condition.trim().toLowerCase();
  if (item === '5xx') return expand('500-599');
  if (item === 'gateway-error') return expand('502-504');
  const [from = 0, to = from] = item.split('-').map(Number);
  return Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
}
