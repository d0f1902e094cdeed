import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseDocument as parseWithYaml } from 'yaml';
import { type Identity, identityOf, isObject, type Value } from '../../src/model/resource.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { documentsOf, textOf, textsOf } from '../support/documents.ts';
import { ordinaryDocument } from '../support/ordinary-documents.ts';

/** Words that some reader takes for something else, beside real ones. */
const word = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      'Service',
      'ConfigMap',
      'v1',
      'apps/v1',
      'web',
      'shop',
      'a-b',
      'List',
      '"x"',
      "'y'",
      'system:node',
      '3scale-g',
    ),
  },
  fc.constantFrom(
    'on',
    'No',
    'y',
    'null',
    '~',
    '0x1',
    '1e3',
    '1_0',
    '12:30',
    '2001-01-01',
    '123',
    '"',
    "'",
    '{',
    '[a',
    '|',
    '>-',
    '&a',
    '*a',
    '!!str',
    '!t x',
    '-',
    '?',
    'a: b',
    'a:',
  ),
  fc.constantFrom(
    '"a\\"b"',
    "'it''s'",
    '{a: b}',
    '[a, "b]"]',
    '{"a":"b"}',
    "it's",
    'a # c',
    'a#c',
    '# c',
    '&a {b: c}',
    '&a{b: c}',
    '!<x>"y"',
    '!<x>{',
    '&a x',
    '!!map',
    '"k\\u0069nd"',
    '%x',
    '@x',
  ),
);
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('apiVersion', 'kind', 'metadata', 'name', 'namespace', 'data', 'labels') },
  fc.constantFrom('"kind"', "'name'", '"k\\u0069nd"', '<<', '? kind', '&k kind', '!!str kind', 'kind ', '*a ', '- kind', '- a', 'y', '1'),
);
const indent = fc.constantFrom('', '', '', '  ', '  ', '  ', ' ', '    ', '\t', '  \t');
const pair = fc
  .tuple(indent, key, fc.constantFrom(': ', ': ', ':', ' : ', ':\t'), fc.oneof(fc.constant(''), word))
  .map((parts) => parts.join(''));
const block = fc.constantFrom(
  'data:\n  a: |\n    kind: Service\n    name: x',
  'data: >\n  kind: Service\n name: y',
  'data:\n  a.json: |-\n    {"kind": "Service", "a": [1,\n    {"b": "}"}]}',
  'a: "x\n  kind: A\n"',
  'a: "x\nkind: A\nb: y"',
  "a: 'x\nmetadata:\n  name: z'",
  'a: {b: c,\nkind: A\n}',
  'a: [x,\n  {y: "]"\n}, "\nkind: A"]',
  'metadata:\n  name: web\n  namespace: shop',
  'metadata:\n  labels:\n    a: "b"\n  name: web',
  'metadata:\n  annotations:\n    a: "x\n      name: y"\n  name: web',
  'metadata:\n  a: "x\nspec: y"\n  name: foo',
  'metadata:\n  - name: a',
  'metadata: {name: a}',
  'metadata: &m\n  name: a',
  'metadata:\n  finalizers:\n  - a\n  name: b',
  'rules:\n- a: b\n- c',
  'rules:\n- |\n text\n- "x\n- y"',
  'x: &a\n  kind: A\n  name: b',
  '<<: *a',
  '  <<: *a',
  'apiVersion: v1\nkind: ConfigMap',
  'kind: A\n  B',
  'kind:\n  A',
  '# comment\n\n  # "more',
  'b: {c: d "e, f: {g", h: i}',
  "b: [it's, x']",
  'b: {a:"x}", c: \'}\'}',
  'b: [a,#b]\n]',
  '---foo',
  '"',
  "'",
  '}',
  ']',
);
const line = fc.oneof(
  { weight: 4, arbitrary: pair },
  { weight: 3, arbitrary: block },
  { weight: 1, arbitrary: fc.tuple(indent, word).map((parts) => parts.join('')) },
);
const ending = fc.constantFrom('\n', '\n', '\n', '\n', '\n\n', '\r\n', '\r', '\u0085', '\u2028', '\n# c\n', '\n  # c\n', ' # c\n');
const head = fc.constantFrom(
  '',
  '',
  '',
  'apiVersion: v1\n',
  'apiVersion: v1\nkind: ConfigMap\n',
  'apiVersion: v1\nkind: A\nmetadata:\n  name: web\n',
  '# c\n',
  '\ufeff',
  '--- # c\n',
  '%YAML 1.1\n---\n',
  '--- ',
);
const chaos = fc
  .tuple(
    head,
    fc.array(fc.tuple(line, ending), { maxLength: 7 }),
    fc.constantFrom('', '', 'kind: A\napiVersion: v1\n', 'metadata:\n  name: z\n'),
  )
  .map(([start, lines, end]) => start + lines.flat().join('') + end);
/** A good manifest with one or two traps at a random place, which leaves more to be sure about. */
const good: fc.Arbitrary<readonly string[]> = fc.constantFrom(
  ['apiVersion: v1\n', 'kind: A\n', 'metadata:\n', '  name: web\n', '  namespace: shop\n', 'spec:\n', '  a: b\n'],
  ['apiVersion: v1\n', 'data:\n', '  a: |\n    name: x\n', 'kind: A\n', 'metadata:\n', '  labels:\n', '    a: b\n', '  name: web\n'],
  ['metadata:\n', '    name: web\n', 'rules:\n', '- a: "b"\n  c: [d]\n', 'kind: A\n', 'apiVersion: b/v1\n'],
);
const place = fc.nat({ max: 8 });
const trapped = fc
  .tuple(
    good,
    fc.array(
      fc.tuple(
        place,
        fc.oneof(
          line,
          fc.tuple(indent, block).map((parts) => parts.join('')),
        ),
        ending,
      ),
      { minLength: 1, maxLength: 2 },
    ),
  )
  .map(([lines, traps]) => {
    const text = [...lines];
    for (const [at, trap, end] of traps) text.splice(at, 0, trap + end);
    return text.join('');
  });
/** One value of a good manifest replaced. */
const replaced = fc
  .tuple(good, place, word, ending)
  .map(([lines, at, value, end]) => lines.map((text, i) => (i === at ? text.replace(/:.*\n$/s, `: ${value}${end}`) : text)).join(''));
const nasty = fc.oneof(chaos, trapped, replaced);

/** As YAML 1.1 with merge keys reads it; undefined when it does not. */
function readElsewhere(text: string): Value | undefined {
  const document = parseWithYaml(text, { version: '1.1', merge: true, logLevel: 'silent' });
  if (document.errors.length > 0) return undefined;
  try {
    return document.toJS() as Value;
  } catch {
    // An alias without its anchor.
    return undefined;
  }
}

function identityIn(value: Value | undefined): Identity | undefined {
  return value === undefined ? undefined : identityOf(isObject(value) ? value : {});
}

test('what the classifier says is what the parsers read', () => {
  let sure = 0;
  let parsed = 0;
  const runs = 5000;
  const law = fc.property(nasty, (text) => {
    for (const document of documentsOf(text)) {
      if (document.sniffed === undefined) continue;
      sure++;
      const bytes = textOf(text, document);
      const ours = parseDocument(bytes);
      if (ours.ok) {
        parsed++;
        assert.equal(identityIn(ours.value), document.sniffed);
      }
      // As it is printed: with the newline that a file may lack. kubectl takes a carriage return at the end for a line break, `yaml` does not.
      const other = readElsewhere(bytes.endsWith('\r') ? `${bytes}\n` : bytes);
      if (other !== undefined) assert.equal(identityIn(other), document.sniffed);
    }
  });
  fc.assert(law, { numRuns: runs });
  console.log(`classifier: sure of ${sure} documents in ${runs} nasty texts, ${parsed} of them parse`);
  assert.ok(sure > runs / 20 && parsed > runs / 40, 'the law has to meet documents that it says something about');
});

test('ordinary documents are known without a parse', () => {
  let sure = 0;
  let all = 0;
  const law = fc.property(ordinaryDocument, (text) => {
    const [only, ...more] = documentsOf(text);
    const parsed = parseDocument(text);
    assert.ok(only !== undefined && more.length === 0 && parsed.ok, 'the generator must write one valid document');
    all++;
    if (only.sniffed === undefined) return;
    sure++;
    assert.equal(only.sniffed, identityIn(parsed.value));
  });
  fc.assert(law, { numRuns: 500 });
  console.log(`classifier: sure of ${sure} of ${all} ordinary documents`);
  assert.ok(sure >= all * 0.6);
});

test('documents that are joined by separators come back', () => {
  const separator = fc.constantFrom('---\n', '--- \n', '---\t\r\n', '...\n---\n', '---\n---\n', '\ufeff---\n');
  const law = fc.property(
    fc.array(fc.tuple(ordinaryDocument, separator), { minLength: 1, maxLength: 6 }),
    fc.integer({ min: 1, max: 400 }),
    (parts, windowSize) => {
      const text = parts.map(([document, before]) => before + document).join('');
      assert.equal(
        textsOf(text),
        parts.map(([document]) => document),
      );
      assert.equal(documentsOf(text, windowSize), documentsOf(text));
    },
  );
  fc.assert(law, { numRuns: 300 });
});

test('windows do not change what is found in nasty text', () => {
  const separator = fc.constantFrom('---\n', '---', '...\n', '\ufeff---\r\n', '--- # c\n', '{"a": 1}{"b": "---"}\n', '%TAG ! x\n---\n');
  const law = fc.property(fc.array(fc.oneof(nasty, separator), { maxLength: 6 }), fc.integer({ min: 1, max: 100 }), (parts, windowSize) => {
    const text = parts.join('');
    assert.equal(documentsOf(text, windowSize), documentsOf(text));
  });
  fc.assert(law, { numRuns: 500 });
});

test.run();
