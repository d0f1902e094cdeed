import { generatedFrom, group, managedAnnotations } from '../../../src/model/group.ts';
import {
  equalValues,
  groupOf,
  identityOf,
  isObject,
  type KubeObject,
  keyOf,
  type ObjectValue,
  stringAt,
  valueAt,
} from '../../../src/model/resource.ts';
import type { FuzzInput } from '../input.ts';
import { silentlyLost } from './comments.ts';
import { demand } from './law-broken.ts';
import { byKey, objectsOfValue, type PlainDocument, plainDocuments } from './read-output.ts';
import type { Run } from './render.ts';

/** Keys that some mesh writes on objects of the user's; each change of them is in `managed-annotations` too, on one side or the other. */
function ownKeys(object: KubeObject): ReadonlySet<string> {
  return new Set(stringAt(object, ['metadata', 'annotations', managedAnnotations]).split(','));
}

function withoutOurs(object: KubeObject, keys: ReadonlySet<string>): ObjectValue {
  const metadata = valueAt(object, ['metadata']);
  if (!isObject(metadata)) return object;
  const annotations = valueAt(metadata, ['annotations']);
  if (annotations !== undefined && annotations !== null && !isObject(annotations)) return object;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !keys.has(key) && !key.startsWith(`${group}/`));
  return { ...object, metadata: { ...metadata, annotations: Object.fromEntries(kept) } };
}

const isMarked = (object: KubeObject): boolean => valueAt(object, ['metadata', 'annotations', generatedFrom]) !== undefined;

/** Objects that the output may lack or change as a whole: ours, configuration of tools, what is local. */
function mayVanish(object: KubeObject, { policies }: FuzzInput['options']): boolean {
  const { apiVersion, kind } = identityOf(object);
  if (valueAt(object, ['metadata', 'annotations', 'config.kubernetes.io/local-config']) !== undefined || isMarked(object)) return true;
  const tools = ['kustomize.config.k8s.io', 'kpt.dev', 'argoproj.io'];
  return tools.includes(groupOf(apiVersion)) || (groupOf(apiVersion) === group && (policies === 'drop' || kind !== 'ResiliencePolicy'));
}

/** Documents of every input file, or undefined where that cannot be told without the splitter. */
export function documentsOfInput({ files }: FuzzInput): readonly PlainDocument[] | undefined {
  const documents = files.map(({ bytes }) => plainDocuments(bytes));
  return documents.every((each) => each !== undefined) ? documents.flat() : undefined;
}

/** What was generated from a policy that is not in the input stays, unless removal was asked for. */
export function checkOrphans(input: FuzzInput, once: Run): void {
  const before = documentsOfInput(input)?.flatMap(({ value }) => objectsOfValue(value));
  const after = plainDocuments(once.bytes)?.flatMap(({ value }) => objectsOfValue(value));
  if (!once.ok || before === undefined || after === undefined || input.options.orphans === 'remove') return;
  const policies = new Set(before.filter((each) => each['kind'] === 'ResiliencePolicy').map((each) => identityOf(each).name));
  const kept = byKey(after);
  for (const object of before.filter(isMarked)) {
    const names = stringAt(object, ['metadata', 'annotations', generatedFrom])
      .split(',')
      .map((name) => name.replace(/^.*\//, '').trim());
    if (
      names.some((name) => policies.has(name)) ||
      valueAt(object, ['metadata', 'annotations', 'config.kubernetes.io/local-config']) !== undefined
    )
      continue;
    demand(kept.has(keyOf(identityOf(object))), 'incomplete input strips nothing', () => `${keyOf(identityOf(object))}\n${once.bytes}`);
  }
}

/** Namespaces and definitions first, then by group, kind, namespace and name (design §5). */
export function checkSorted({ options }: FuzzInput, once: Run): void {
  if (!once.ok || options.order === 'input' || options.output === 'json') return;
  const objects = (plainDocuments(once.bytes) ?? []).map(({ value }) => value);
  // Text that nobody could identify stands at the end.
  const known = objects.filter(isObject).map(identityOf);
  if (known.length !== objects.length || known.some(({ kind }) => kind === '')) return;
  const keys = known.map(({ apiVersion, kind, namespace, name }) =>
    [
      kind === 'Namespace' && groupOf(apiVersion) === '' ? '0' : kind === 'CustomResourceDefinition' ? '1' : '2',
      groupOf(apiVersion),
      kind,
      namespace,
      name,
    ].map((part) => Buffer.from(part)),
  );
  for (const [i, key] of keys.slice(1).entries()) {
    const difference = key.map((part, at) => Buffer.compare(part, keys[i]?.[at] ?? part)).find((each) => each !== 0) ?? 0;
    demand(difference >= 0, 'objects come out in order', () => `${keys.map((each) => each.join(' ')).join('\n')}`);
  }
}

/** Every object of the input is in the output, as it was apart from what is ours. */
export function checkNothingLost(input: FuzzInput, once: Run): void {
  if (!once.ok) return;
  const documents = documentsOfInput(input);
  const after = plainDocuments(once.bytes);
  if (documents === undefined || after === undefined) return;
  const found = byKey(after.flatMap(({ value }) => objectsOfValue(value)));
  for (const [key, originals] of byKey(documents.flatMap(({ value }) => objectsOfValue(value)))) {
    for (const original of originals) {
      if (original['apiVersion'] === undefined && original['kind'] === undefined) continue;
      if (mayVanish(original, input.options)) continue;
      const candidates = found.get(key) ?? [];
      demand(candidates.length > 0, 'no object is lost', () => `${key}\n${once.bytes}`);
      const isKept = candidates.some((object) => {
        const keys = new Set([...ownKeys(object), ...ownKeys(original)]);
        return equalValues(withoutOurs(object, keys), withoutOurs(original, keys));
      });
      demand(isKept, 'what is not ours stays as it was', () => `${key}\n${once.bytes}`);
    }
  }
}

const quietKinds = /^(?:ConfigMap|Deployment|Secret|Namespace|ServiceAccount|Role|CronJob)$/;
/** Text that may not be copied as it stands, or that leaves the output. */
const restless = new Set(['RP1010', 'RP1011', 'RP3017', 'RP1012']);

/** A document of a kind that nobody edits comes out as the bytes that came in, and comments come with their document. */
export function checkUntouched(input: FuzzInput, once: Run): void {
  if (!once.ok || input.options.output === 'json') return;
  const output = once.bytes.toString('utf8');
  const documents = documentsOfInput(input) ?? [];
  const kept = input.options.policies === 'drop' ? [] : input.files.map(({ bytes }) => bytes.toString('utf8'));
  const silent = silentlyLost(kept, [output], once.findings);
  demand(silent.length === 0, 'no comment is lost in silence', () => `${silent.join('\n')}\n${output}`);
  demand(!/(?:^|(?<![\s\S])|\n---\n)\ufeff/.test(output), 'no document starts with a byte order mark', () => output);
  const anyGone = once.findings.some(({ code }) => restless.has(code));
  for (const { text, value } of documents) {
    const content = text.replace(/^\s*\n/, '').trimEnd();
    if (/^[{[]/m.test(content)) continue;
    const isQuiet = isObject(value) && quietKinds.test(stringAt(value, ['kind'])) && !mayVanish(value, input.options);
    const isComment =
      value === null && content.trimStart().startsWith('#') && !anyGone && !documents.some((each) => isRestless(each, input));
    if (isQuiet || isComment) demand(output.includes(content), 'untouched documents keep their bytes', () => `${content}\n>>>>\n${output}`);
  }
}

/** A List is flattened, a hidden document goes with its comments. */
function isRestless({ value }: PlainDocument, { options }: FuzzInput): boolean {
  return value === undefined || (isObject(value) && (stringAt(value, ['kind']).endsWith('List') || mayVanish(value, options)));
}
