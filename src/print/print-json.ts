import { compareIdentities } from '../model/identity-order.ts';
import { identityOf, type KubeObject } from '../model/resource.ts';
import type { Segment } from '../model/source.ts';
import type { InputItem } from '../read/input.ts';
import { parseDocument } from '../read/parse.ts';
import { formatJson } from './format-json.ts';
import { changedText } from './print-item.ts';
import type { Printing } from './printing.ts';

/** The rendered set as one JSON List, in apply order or in input order. Reports RP5009 for text that cannot be parsed. */
export function printJson(printing: Printing, order: 'apply' | 'input'): readonly Segment[] {
  const { inventory, changes, hidden } = printing;
  const kept = inventory.items.filter((item) => !hidden.has(item) && !changes.removed.has(item));
  const added = changes.added.map(({ object }) => object).sort(byIdentity);
  const objects = [...kept.flatMap((item) => objectOf(item, printing)), ...added];
  return [formatJson({ apiVersion: 'v1', kind: 'List', items: order === 'apply' ? objects.sort(byIdentity) : objects })];
}

function byIdentity(a: KubeObject, b: KubeObject): number {
  return compareIdentities(identityOf(a), identityOf(b));
}

function objectOf(item: InputItem, printing: Printing): readonly KubeObject[] {
  if (!item.readable) {
    printing.report('RP5009', { kind: 'offset', file: item.document.file, offset: item.document.raw.from }, {});
    return [];
  }
  // Nothing keeps its formatting here, so none of it is worth a warning (RP3017).
  const changed = changedText(item, { ...printing, report: () => undefined });
  const parsed = changed === undefined ? undefined : parseDocument(changed);
  if (parsed?.ok === true) return [parsed.value as KubeObject];
  const resource = printing.inventory.open(item);
  return resource === undefined ? [] : [resource.object];
}
