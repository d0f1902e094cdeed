import type { AnnotationEdit } from '../model/annotation-edit.ts';
import { equalValues, isList, isObject, type ObjectValue, type Value } from '../model/resource.ts';
import { parseDocument } from '../read/parse.ts';
import { type AnnotationChanges, applyChanges, changesOf } from './annotation-changes.ts';
import { createBlockMap, editBlockMap } from './edit-block-map.ts';
import { createFlowMap, editFlowMap, fillNull } from './edit-flow-map.ts';
import { locateBlock } from './locate-block.ts';
import type { AnnotationSite } from './locate-site.ts';
import { locateTree } from './locate-tree.ts';
import { lineBreakAt, type Splice, spliceText } from './splice.ts';

/** More values than any object of a cluster holds; a text with aliases may stand for far more than it shows. */
const largest = 1_000_000;

/**
 * The text of one object with its annotations changed and every other byte as it was; undefined when that cannot be
 * done (an alias for the annotations, a merge key in them): the object has to be dumped then. Each result is read back
 * and compared with the object edited in memory (design §5). `object` spares a parse when the caller has one at hand.
 */
export function editAnnotations(text: string, edit: AnnotationEdit, object?: ObjectValue): string | undefined {
  const original = object ?? parseObject(text);
  const metadata = original?.['metadata'];
  if (original === undefined || !isObject(metadata)) return undefined;
  const annotations = annotationsOf(metadata);
  if (annotations === undefined || (text.includes('*') && !isSmall(original))) return undefined;
  const changes = changesOf(annotations, edit);
  if (changes === undefined) return text;
  const planned = applyChanges(annotations, changes);
  for (const locate of [locateBlock, locateTree]) {
    const edited = editText(text, locate, changes);
    const read = edited === undefined ? undefined : parseObject(edited);
    if (read !== undefined && isPlanned(read, original, planned)) return edited;
  }
  return undefined;
}

/** The last line is given a line break for the edit, so that it is a line like any other. */
function editText(text: string, locate: typeof locateBlock, changes: AnnotationChanges): string | undefined {
  const lineBreak = text.endsWith('\n') ? '' : lineBreakAt(text, 0);
  const closed = text + lineBreak;
  const site = locate(closed);
  const splices = site && editSite(closed, site, changes);
  if (splices === undefined) return undefined;
  const edited = spliceText(closed, splices);
  return lineBreak === '' ? edited : edited.slice(0, -lineBreak.length);
}

function editSite(text: string, site: AnnotationSite, changes: AnnotationChanges): readonly Splice[] | undefined {
  switch (site.kind) {
    case 'block':
      return editBlockMap(text, site, changes);
    case 'flow':
      return editFlowMap(text, site, changes);
    case 'null':
      return fillNull(text, site, changes);
    case 'absent':
      return createBlockMap(text, site, changes);
    case 'absent-flow':
      return createFlowMap(text, site.metadata, changes);
  }
}

function parseObject(text: string): ObjectValue | undefined {
  const parsed = parseDocument(text);
  return parsed.ok && isObject(parsed.value) ? parsed.value : undefined;
}

/** No annotations, `null` and `{}` are the same to a cluster; anything else that is not a map is not ours to mend. */
function annotationsOf(metadata: ObjectValue): ObjectValue | undefined {
  const found = Object.hasOwn(metadata, 'annotations') ? metadata['annotations'] : null;
  return found === null ? {} : isObject(found) ? found : undefined;
}

function isPlanned(read: ObjectValue, original: ObjectValue, planned: ObjectValue): boolean {
  const metadata = read['metadata'];
  return (
    isObject(metadata) &&
    equalValues(annotationsOf(metadata), planned) &&
    equalValues(withoutAnnotations(read), withoutAnnotations(original))
  );
}

function withoutAnnotations(object: ObjectValue): ObjectValue {
  return { ...object, metadata: { ...(object['metadata'] as ObjectValue), annotations: null } };
}

/** Aliases make a graph that explodes, or never ends, when it is walked as a tree. */
function isSmall(object: ObjectValue): boolean {
  const stack: Value[] = [object];
  let seen = 0;
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (++seen > largest) return false;
    if (isList(value) || isObject(value)) for (const item of Object.values(value)) stack.push(item);
  }
  return true;
}
