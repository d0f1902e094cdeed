import {
  equalValues,
  identityOf,
  isList,
  isObject,
  type KubeObject,
  keyOf,
  stringAt,
  type Value,
  valueAt,
} from '../../../src/model/resource.ts';
import { fromBytes, textOfSegments } from '../../../src/model/source.ts';
import { parseDocument } from '../../../src/read/parse.ts';
import { findResourceList, type ResourceList } from '../../../src/read/resource-list.ts';
import { renderResourceList } from '../../../src/render-resource-list.ts';
import { listText } from '../../support/resource-list.ts';
import type { FuzzInput } from '../input.ts';
import { demand } from './law-broken.ts';
import { documentsOfInput } from './preserved.ts';
import { objectsOfValue } from './read-output.ts';
import { losesPolicies } from './render.ts';

/** A ResourceList in, a ResourceList out; with an error the items are those that came in. */
export function checkFunction(input: FuzzInput): boolean {
  const lists = [...input.files.map(({ bytes }) => bytes), listOfInput(input)].flatMap((bytes) =>
    bytes === undefined ? [] : (listIn(bytes) ?? []),
  );
  return lists.map((list) => checkList(list, input)).some((worked) => worked);
}

function listIn(bytes: Buffer): ResourceList | undefined {
  const found = findResourceList(fromBytes('-', bytes));
  return found.kind === 'list' ? found.list : undefined;
}

/** The documents of the input as members of one list, as kustomize would hand them over. */
function listOfInput(input: FuzzInput): Buffer | undefined {
  const documents = documentsOfInput(input)?.filter(({ value }) => isObject(value)) ?? [];
  if (documents.length === 0) return undefined;
  return Buffer.from(listText(documents.map(({ text }) => `${text.replaceAll('\r\n', '\n').trimEnd()}\n`)));
}

function checkList(list: ResourceList, input: FuzzInput): boolean {
  const { options } = input;
  const request = { options: { ...options, output: 'yaml' }, mode: 'transform', diagnostics: [] } as const;
  const { ok, output, diagnostics } = renderResourceList(list, request);
  const text = textOfSegments(output);
  const parsed = parseDocument(text);
  demand(parsed.ok && stringAt(parsed.value, ['kind']) === 'ResourceList', 'a function gives a ResourceList', () => text);
  const [before, after] = [itemsOf(list.value), itemsOf(parsed.value)];
  const isGrave = diagnostics.some(({ severity }) => severity === 'error' || (options.strict === true && severity === 'warning'));
  demand(ok !== isGrave, 'a function is ok exactly without an error', () => text);
  if (!ok) {
    demand(equalValues(after as Value, before as Value), 'with an error the items are those that came in', () => text);
    return false;
  }
  const found = new Set(after.flatMap(objectsOfValue).map((object) => keyOf(identityOf(object))));
  for (const object of before.flatMap(objectsOfValue).filter(isForeign)) {
    const same = after.flatMap(objectsOfValue).some((each) => equalValues(each, object));
    demand(
      found.has(keyOf(identityOf(object))) && same,
      'items that are not ours come back as they were',
      () => `${keyOf(identityOf(object))}\n${text}`,
    );
  }
  if (losesPolicies(input)) return true;
  const again = listIn(Buffer.from(text));
  const second = again && renderResourceList(again, { ...request, options: { ...request.options, allowEmpty: true } });
  demand(
    second?.ok === true && isSame(text, textOfSegments(second.output), diagnostics.length > 0),
    'a function changes its own output no more',
    () => `${text}\n>>>>\n${second && textOfSegments(second.output)}`,
  );
  return true;
}

/** To the byte; what was said of the first input need not be true of the second, so that only the items count then. */
function isSame(once: string, twice: string, saidSomething: boolean): boolean {
  if (!saidSomething || once === twice) return once === twice;
  const [one, two] = [once, twice].map((text) => parseDocument(text));
  return one?.ok === true && two?.ok === true && equalValues(itemsOf(one.value) as Value, itemsOf(two.value) as Value);
}

function itemsOf(value: Value): readonly Value[] {
  const items = valueAt(value, ['items']);
  return isList(items) ? items : [];
}

/** Neither a Service nor a route, neither ours nor the configuration of a tool. */
function isForeign(object: KubeObject): boolean {
  return (
    /^(?:ConfigMap|Deployment|Secret|Namespace|ServiceAccount|Role)$/.test(stringAt(object, ['kind'])) &&
    !JSON.stringify(object, (_, each) => (typeof each === 'bigint' ? 0 : each)).includes('resilience.auth-platform.github.com')
  );
}
