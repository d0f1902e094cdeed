import { generatedFrom, group } from '../model/group.ts';
import {
  groupOf,
  identityOf,
  isObject,
  type KubeObject,
  listAt,
  type ObjectValue,
  stringAt,
  type Value,
  valueAt,
} from '../model/resource.ts';
import { stringMapAt } from '../model/string-map.ts';
import { isGeneratedKind } from './generated-kinds.ts';
import { ownershipFields } from './held-references.ts';
import { trackingMarks } from './tracking-marks.ts';
import { trimObject } from './trim-object.ts';

/** `trimObject`, and of generated objects what decides about their ownerReferences. Of tracking marks only the keys are kept. */
export function trimWithOwnership(object: KubeObject): KubeObject {
  const trimmed = trimObject(object);
  const held = ownershipFields(object);
  const isMarked = stringAt(object, ['metadata', 'annotations', generatedFrom]) !== '';
  if (!isGeneratedKind(identityOf(object)) || (!isMarked && held === undefined)) return trimmed;
  const labels = emptied(trackingMarks(object, 'labels'));
  const annotations = { ...stringMapAt(trimmed, ['metadata', 'annotations']), ...emptied(trackingMarks(object, 'annotations')) };
  const owners = listAt(object, ['metadata', 'ownerReferences']).filter(isPolicy);
  const metadata = valueAt(trimmed, ['metadata']);
  return {
    ...trimmed,
    metadata: {
      ...(isObject(metadata) ? metadata : {}),
      annotations,
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
      ...(owners.length === 0 ? {} : { ownerReferences: owners }),
      ...(held === undefined ? {} : { managedFields: [held] }),
    },
  };
}

const emptied = (keys: readonly string[]): ObjectValue => Object.fromEntries(keys.map((key) => [key, '']));

function isPolicy(reference: Value): boolean {
  return stringAt(reference, ['kind']) === 'ResiliencePolicy' && groupOf(stringAt(reference, ['apiVersion'])) === group;
}
