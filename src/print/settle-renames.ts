import type { LimitSettings } from '../model/limits.ts';
import { isList, isObject, type KubeObject } from '../model/resource.ts';
import { fromText, type Segment, type SourceFile, textOfSegments } from '../model/source.ts';
import { originOf } from '../read/input.ts';
import { pendingRenames } from '../read/pending-renames.ts';
import { readInventory } from '../read/read-inventory.ts';
import type { ResourceList } from '../read/resource-list.ts';
import { dumpObject } from './dump.ts';
import { formatJson } from './format-json.ts';
import { copyDocument } from './print-item.ts';
import { joinDocuments } from './print-yaml.ts';

/** The list as it reads once kustomize has finished its renaming. It is written anew for that: kustomize keeps no comments anyway. */
export function settleList(list: ResourceList): SourceFile {
  const items = list.value['items'] ?? null;
  const objects = isList(items) ? items.map((item): KubeObject => (isObject(item) ? item : {})) : [];
  const renamed = pendingRenames(objects);
  if (renamed.size === 0 || !isList(items)) return list.file;
  const value = { ...list.value, items: items.map((item, i) => renamed.get(i) ?? item) };
  return { ...fromText(list.file.path, list.raw.json ? formatJson(value) : dumpObject(value)), piped: true };
}

/** The same for the stream that a plugin reads: documents in which nothing is renamed keep their bytes. */
export function settleStream(file: SourceFile, limits: LimitSettings = {}): SourceFile {
  if (!file.read(0, file.size).includes('internal.config.kubernetes.io/previousNames')) return file;
  const inventory = readInventory([file], { parseAll: false, limits }, () => undefined);
  const renamed = pendingRenames(inventory.items.map((item) => inventory.open(item)?.object ?? {}));
  if (renamed.size === 0) return file;
  const changed = new Map(inventory.items.map((item, i) => [originOf(item).from, renamed.get(i)]));
  const documents = inventory.documents.map((document) => {
    const object = document.list ? undefined : changed.get(document.raw.from);
    const segments: readonly Segment[] = object === undefined ? copyDocument(document) : [dumpObject(object)];
    return { segments };
  });
  return { ...fromText(file.path, textOfSegments(joinDocuments(documents))), piped: true };
}
