import { equalValues, isObject, stringAt } from '../../../src/model/resource.ts';
import { type Files, type Written, writeInMemory } from '../../support/write-in-memory.ts';
import type { FuzzInput } from '../input.ts';
import { silentlyLost } from './comments.ts';
import { demand } from './law-broken.ts';
import { objectsOfValue, plainDocuments } from './read-output.ts';

function write(files: Files, options: FuzzInput['options']): Written {
  return writeInMemory(files, { ...options, output: 'yaml', allowEmpty: true });
}

const show = (files: Files): string =>
  Object.entries(files)
    .map(([path, text]) => `${path}: ${JSON.stringify(text)}`)
    .join('\n');
const isSame = (a: Files, b: Files): boolean => {
  const paths = Object.keys(a);
  return paths.length === Object.keys(b).length && paths.every((path) => a[path] === b[path]);
};

/** Writing twice is writing once; policies that are deleted leave the tree as if they had never been there. */
export function checkInPlace({ files, options }: FuzzInput): boolean {
  const before: Files = Object.fromEntries(files.map(({ path, bytes }) => [path, bytes.toString('latin1')]));
  const once = write(before, options);
  demand(
    once.findings().every(({ code }) => !code.startsWith('RP9')),
    'no input makes a stage fail',
    () => show(before),
  );
  if (!once.ok) {
    demand(once.touched.length === 0, 'an error leaves the tree as it is', () => show(once.files));
    return false;
  }
  const twice = write(once.files, options);
  demand(
    twice.ok,
    'what was written can be written again',
    () =>
      `${twice
        .findings()
        .map(({ code, message }) => `${code} ${message}`)
        .join('\n')}\n${show(once.files)}`,
  );
  demand(twice.touched.length === 0, 'writing twice is writing once', () => `${show(once.files)}\n>>>>\n${show(twice.files)}`);
  const silent = silentlyLost(Object.values(before), Object.values(once.files), once.findings());
  demand(silent.length === 0, 'no comment is lost in silence', () => `${silent.join('\n')}\n${show(once.files)}`);
  for (const { bytes, path } of files) checkLineEnds(bytes.toString('latin1'), once.files[path] ?? '', once);
  if (options.adopt !== true) checkRemoval(before, once, options);
  return once.touched.length > 0;
}

/** A file keeps its line ends. What is written anew has those of this program. */
function checkLineEnds(before: string, after: string, once: Written): void {
  if (!isAllCrLf(before) || /List\b|^\s*[{[]/.test(before) || once.findings().some(({ code }) => code === 'RP3017')) return;
  demand(isAllCrLf(after) || after === '', 'a file keeps its line ends', () => `${JSON.stringify(before)}\n>>>>\n${JSON.stringify(after)}`);
}

const isAllCrLf = (text: string): boolean => text.includes('\n') && !/[^\r]\n|^\n/.test(text);

function checkRemoval(before: Files, once: Written, options: FuzzInput['options']): void {
  const policies = new Set(Object.keys(before).filter((path) => isPolicyFile(before[path] ?? '')));
  // What is kept although its policy is gone is a trace.
  if (policies.size === 0 || options.orphans === 'keep') return;
  const without = (files: Files): Files => Object.fromEntries(Object.entries(files).filter(([path]) => !policies.has(path)));
  const never = write(without(before), options);
  const removed = write(without(once.files), options);
  // What had marks of ours before is no original to come back to.
  if (
    !never.ok ||
    !removed.ok ||
    Object.values(before).some((text) => /resilience\.auth-platform\.github\.com\/(?:gen|man|ann)/.test(text))
  )
    return;
  // What had to be written anew is the same to a cluster, and no more.
  const isRewritten =
    once.findings().some(({ code }) => code === 'RP3017') || Object.values(before).some((text) => /\\\/|\\u[dD]|List\b/.test(text));
  const isBack = isRewritten ? isSameObjects(never.files, removed.files) : isSame(never.files, removed.files);
  demand(isBack, 'a deleted policy leaves no trace', () => `${show(never.files)}\n>>>>\n${show(removed.files)}`);
}

/** Only plain documents can be compared without the splitter; others may be written plainly once they are written anew. */
function isSameObjects(a: Files, b: Files): boolean {
  const documents = [a, b].map((files) => Object.values(files).map((text) => plainDocuments(Buffer.from(text, 'latin1'))));
  if (documents.flat().includes(undefined)) return true;
  const [one, two] = documents.map((each) => each.flatMap((found) => found ?? []).flatMap(({ value }) => objectsOfValue(value)));
  return equalValues(one, two);
}

function isPolicyFile(latin1: string): boolean {
  const documents = plainDocuments(Buffer.from(latin1, 'latin1'));
  return (
    documents !== undefined &&
    documents.length > 0 &&
    documents.every(({ value }) => isObject(value) && stringAt(value, ['kind']) === 'ResiliencePolicy')
  );
}
