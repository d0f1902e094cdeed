import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { isObject, type KubeObject, type ObjectValue } from '../../src/model/resource.ts';
import { fromText, textOfSegments } from '../../src/model/source.ts';
import { dumpObject } from '../../src/print/dump.ts';
import { findResourceList } from '../../src/read/resource-list.ts';
import { type FunctionAnswer, renderResourceList } from '../../src/render-resource-list.ts';
import { type World, world } from '../support/arbitraries.ts';
import { mutate, mutation } from '../support/arbitraries-chaos.ts';
import { objectOf, onePerFile } from '../support/arbitraries-packaging.ts';
import { readObject } from '../support/arbitraries-text.ts';
import { proveLaw } from '../support/law.ts';
import { annotationsOf, identityKey, objectsOf, renderFiles } from '../support/rendered.ts';
import { listText } from '../support/resource-list.ts';
import { callCli } from '../support/run-cli.ts';

// A function is one more way to call the same renderer (design §1, krm-argocd facts §1).

type Form = 'members' | 'dumped' | 'json';

const prefixes = ['internal.config.kubernetes.io/', 'config.kubernetes.io/', 'config.k8s.io/', 'kustomize.config.k8s.io/'];
const form: fc.Arbitrary<Form> = fc.constantFrom('members', 'members', 'dumped', 'json');
const over = fc.tuple(world, form);

/** A world as kyaml would send it. Only what is written anew can be given notes of an orchestrator. */
function listOf({ documents }: World, how: Form): string {
  if (how === 'members') return listText(documents.map(({ text }) => `${text.replaceAll('\r\n', '\n').trimEnd()}\n`));
  const items = documents.map((document, i) => noted(objectOf(document), i));
  const list = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items };
  return how === 'json'
    ? JSON.stringify(list, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))
    : dumpObject(list);
}

function noted(object: KubeObject, i: number): KubeObject {
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const annotations = { ...(isObject(metadata['annotations']) ? metadata['annotations'] : {}), ...notes(i) };
  return { ...object, metadata: { ...metadata, annotations } };
}

function notes(i: number): ObjectValue {
  return Object.fromEntries(
    prefixes.map((prefix, n) => [`${prefix}${['index', 'path', 'id', 'id'][n]}`, n === 0 ? `'${i}'` : `note ${i}\n`]),
  );
}

function call(text: string, given: World): FunctionAnswer & { readonly text: string } {
  const found = findResourceList(fromText('-', text));
  if (found.kind !== 'list') throw new Error(`no ResourceList: ${text}`);
  const options = { ...given.options, output: 'yaml' as const };
  const answer = renderResourceList(found.list, { options, mode: 'transform', diagnostics: [] });
  return { ...answer, text: textOfSegments(answer.output) };
}

const itemsOf = (text: string): readonly KubeObject[] => (readObject(text)['items'] ?? []) as readonly KubeObject[];
const withoutNotes = (object: KubeObject): string =>
  JSON.stringify(object, (key, value: unknown) => {
    if (prefixes.some((prefix) => key.startsWith(prefix))) return undefined;
    if (typeof value === 'bigint') return Number(value);
    return isMap(value)
      ? Object.fromEntries(
          Object.entries(value)
            .filter(([, each]) => !isEmpty(each))
            .sort(),
        )
      : value;
  });
const isMap = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
/** Without its notes, an object that has none of its own keeps an empty map. */
const isEmpty = (value: unknown): boolean =>
  value === null || (isMap(value) && Object.keys(value).every((key) => prefixes.some((prefix) => key.startsWith(prefix))));

test('law KRM: the same objects in the same order through a function and through renderManifests', () => {
  proveLaw({
    number: 'KRM 1',
    over,
    check: ([given, how]) => {
      const rendered = renderFiles(onePerFile(given.documents), { ...given.options, output: 'yaml', order: 'input' });
      const answer = call(listOf(given, how), given);
      assert.is(answer.ok, rendered.ok, JSON.stringify(answer.diagnostics.map(({ code, args }) => [code, args])));
      if (rendered.ok)
        assert.fixture(itemsOf(answer.text).map(withoutNotes).join('\n'), objectsOf(rendered.text).map(withoutNotes).join('\n'));
      return rendered.changed;
    },
  });
});

test('law KRM: its own output changes no more, and what orchestrators wrote survives', () => {
  proveLaw({
    number: 'KRM 2',
    over,
    check: ([given, how]) => {
      const before = listOf(given, how);
      const once = call(before, given);
      if (!once.ok) return false;
      assert.fixture(call(once.text, given).text, once.text);
      const after = new Map(itemsOf(once.text).map((item) => [identityKey(item), annotationsOf(item)]));
      for (const item of itemsOf(before)) {
        const kept = after.get(identityKey(item)) ?? {};
        for (const [key, value] of Object.entries(annotationsOf(item))) {
          if (prefixes.some((prefix) => key.startsWith(prefix))) assert.is(kept[key], value);
        }
      }
      return once.text !== before;
    },
  });
});

test('law KRM: with an error the items come back as they were', () => {
  const lost = `apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata:
  name: of-nothing
spec:
  targetRef:
    name: not-in-the-input
  timeout:
    requestTimeout: 3s
`;
  proveLaw({
    number: 'KRM 3',
    over: world,
    check: (given) => {
      const before = listOf(given, 'members') + listText([lost]).split('items:\n')[1];
      const { ok, text } = call(before, given);
      assert.not.ok(ok);
      assert.ok(text.startsWith(before));
      assert.match(text.slice(before.length), /^results:\n[\s\S]*code: RP3002/);
      return true;
    },
  });
});

test('law KRM: no text makes a function throw, and none passes with an error', () => {
  proveLaw({
    number: 'KRM 4',
    over: fc.tuple(world, form, fc.array(mutation, { minLength: 1, maxLength: 2 })),
    check: ([given, how, mutations]) => {
      const [file = fromText('-', '')] = mutate([fromText('-', listOf(given, how))], mutations);
      const { exit, stdout, stderr } = callCli([], { cwd: '.', world: { readStdin: () => ({ ...file, path: '-', piped: true }) } });
      assert.not.match(stderr, 'RP9001');
      assert.is(exit === 0, !/^[^\n]*error RP/m.test(stderr), stderr);
      assert.ok(exit === 0 ? stdout !== '' : exit === 1 || stdout === '');
      return call(listOf(given, how), given).ok;
    },
  });
});

test.run();
