import type { Report } from '../diagnostics/diagnostic.ts';
import { annotatedFrom, generatedFrom, group } from '../model/group.ts';
import type { Inventory } from '../model/inventory.ts';
import { formatIdentity, type KubeObject, placeOf, type Resource, stringAt } from '../model/resource.ts';
import type { Importing, KnownService } from './importing.ts';

/** What an import starts from. */
export interface ImportInput {
  readonly inventory: Inventory;
  readonly options: Importing['options'];
  readonly report: Report;
  readonly services: readonly KnownService[];
}

/** Puts aside what comes from policies that are in the input already (RP4051). */
export function openImporting({ inventory, options, report, services }: ImportInput): Importing {
  const policies = inventory.ofKind(group, 'ResiliencePolicy').flatMap((item): Resource | [] => inventory.open(item) ?? []);
  const present = new Set(policies.map(({ identity }) => `${identity.namespace || options.namespace}/${identity.name}`));
  const recorded = (object: KubeObject): readonly string[] => {
    const mark =
      stringAt(object, ['metadata', 'annotations', generatedFrom]) || stringAt(object, ['metadata', 'annotations', annotatedFrom]);
    const own = stringAt(object, ['metadata', 'namespace']) || options.namespace;
    return mark === '' ? [] : mark.split(',').map((name) => (name.includes('/') ? name : `${own}/${name}`));
  };
  const isAccountedFor = (object: KubeObject): boolean =>
    recorded(object).length > 0 && recorded(object).every((name) => present.has(name));
  const isImported = (resource: Resource): boolean => {
    if (!isAccountedFor(resource.object)) return true;
    const isGenerated = stringAt(resource.object, ['metadata', 'annotations', generatedFrom]) !== '';
    const names = recorded(resource.object).map((name) => name.replace(/^\//, ''));
    report('RP4051', placeOf(resource), { object: formatIdentity(resource.identity), policies: names.join(', ') });
    return !isGenerated;
  };
  return {
    inventory,
    options,
    report,
    services,
    policies,
    isAccountedFor,
    open: (wanted, kind) =>
      inventory
        .ofKind(wanted, kind)
        .flatMap((item): Resource | [] => inventory.open(item) ?? [])
        .filter(isImported),
  };
}
