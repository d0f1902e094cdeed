import type { Report } from '../diagnostics/diagnostic.ts';
import { generatedFrom } from '../model/group.ts';
import { istioGroup, linkerdPolicyGroup } from '../model/kinds.ts';
import { formatIdentity, formatName, groupOf, placeOf, type Resource, valueAt } from '../model/resource.ts';
import type { NamedDraft } from './draft.ts';
import { type Leaf, type Setting, settingsOf } from './setting.ts';

interface Source {
  readonly policies: Set<string>;
  readonly settings: (readonly [Leaf, Setting])[];
}

/** RP4050 for each object that something was imported from: where it went, and what is to be done with the object. */
export function reportSources(drafts: readonly NamedDraft[], report: Report): void {
  const sources = new Map<Resource, Source>();
  for (const { draft, name: own } of drafts) {
    const name = formatName({ namespace: draft.service.namespace, name: own });
    for (const setting of settingsOf(draft.settings)) {
      const { resource } = setting[1];
      const found = sources.get(resource) ?? { policies: new Set(), settings: [] };
      found.policies.add(name);
      found.settings.push(setting);
      sources.set(resource, found);
    }
  }
  for (const [resource, source] of sources) {
    const policies = [...source.policies].join(', ');
    report('RP4050', placeOf(resource), {
      object: formatIdentity(resource.identity),
      policies: source.policies.size === 1 ? `policy ${policies}` : `policies ${policies}`,
      next: whatNow(resource, source),
    });
  }
}

/** What has to become of an object before the policies are rendered beside it. */
function whatNow(resource: Resource, { settings }: Source): 'remove' | 'adopt' | 'keys' | 'part' {
  const { kind, apiVersion } = resource.identity;
  const isGenerated = valueAt(resource.object, ['metadata', 'annotations', generatedFrom]) !== undefined;
  if (isGenerated || kind === 'HTTPLocalRateLimitPolicy' || groupOf(apiVersion) === istioGroup) return 'remove';
  if (kind === 'ServiceProfile') return 'remove';
  // Routes that are rendered would hide these keys (RP3015).
  if (kind === 'Service') return settings.some(([leaf]) => /^(?:retry|timeout)\./.test(leaf)) ? 'keys' : 'adopt';
  const isAnnotated = settings.every(([, { path }]) => path[0] === 'metadata');
  return isAnnotated || groupOf(apiVersion) === linkerdPolicyGroup ? 'adopt' : 'part';
}
