import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { documentsOf, textsOf } from '../../support/documents.ts';

/** What the first document of a text is known to be: `Kind namespace/name`, or unsure. */
function sniff(text: string): string {
  const sniffed = documentsOf(text)[0]?.sniffed;
  return sniffed === undefined ? 'unsure' : `${sniffed.apiVersion} ${sniffed.kind} ${sniffed.namespace}/${sniffed.name}`;
}

const head = 'apiVersion: v1\nkind: ConfigMap\n';
const web = 'metadata:\n  name: web\n';

/** Name of the trap, text, what the classifier may say. */
const traps: readonly (readonly [string, string, string])[] = [
  ['a plain document', `${head}${web}`, 'v1 ConfigMap /web'],
  [
    'a namespace, comments and blank lines',
    `# top\n\n${head}\nmetadata: # m\n  # c\n  namespace: shop # n\n\n  name: 'web'\n`,
    'v1 ConfigMap shop/web',
  ],
  ['no final newline', 'apiVersion: v1\nkind: A\nmetadata:\n  name: web', 'v1 A /web'],
  ['no metadata', head, 'v1 ConfigMap /'],
  ['empty metadata', `${head}metadata:\nspec: 1\n`, 'v1 ConfigMap /'],
  ['JSON', '{"apiVersion": "v1", "kind": "A"}', 'unsure'],
  ['a flow mapping', '{apiVersion: v1, kind: A}', 'unsure'],
  ['a key in double quotes', 'apiVersion: v1\n"kind": A\n', 'unsure'],
  ['a key in single quotes', "apiVersion: v1\n'kind': A\n", 'unsure'],
  ['an escaped key', 'apiVersion: v1\n"k\\u0069nd": A\n', 'unsure'],
  ['a quoted key beside the plain one', `${head}"kind": B\n`, 'unsure'],
  ['an explicit key', 'apiVersion: v1\n? kind\n: A\n', 'unsure'],
  ['a space before the colon', 'apiVersion: v1\nkind : A\n', 'unsure'],
  ['a tag on the value', 'apiVersion: v1\nkind: !!str A\n', 'unsure'],
  ['an anchor on the value', 'apiVersion: v1\nkind: &a A\n', 'unsure'],
  ['an alias as the value', 'x: &a A\napiVersion: v1\nkind: *a\n', 'unsure'],
  ['a merge key', `x: &a {kind: A}\n<<: *a\n${head}`, 'unsure'],
  ['a merge key in metadata', `${head}metadata:\n  <<: *a\n  name: web\n`, 'unsure'],
  ['an anchor on metadata', `${head}metadata: &m\n  name: web\n`, 'unsure'],
  ['metadata in flow style', `${head}metadata: {name: web}\n`, 'unsure'],
  ['a value on the next line', 'apiVersion: v1\nkind:\n  A\n', 'unsure'],
  ['a value that goes on', 'apiVersion: v1\nkind: A\n  B\n', 'unsure'],
  ['a value that goes on behind a blank line', 'apiVersion: v1\nkind: A\n\n  B\n', 'unsure'],
  ['a name that goes on', `${head}metadata:\n  name: web\n    more\n`, 'unsure'],
  ['a document that is indented', ' apiVersion: v1\n kind: A\n', 'unsure'],
  ['an indented line first', '  a: b\napiVersion: v1\nkind: A\n', 'unsure'],
  ['a list at column 0', 'apiVersion: v1\nkind: Role\nmetadata:\n  name: web\nrules:\n- a: b\n  c: d\n- e\nextra: 1\n', 'v1 Role /web'],
  ['a list at column 0 below a value', 'apiVersion: v1\nkind: Role\nrules: x\n- a\n', 'unsure'],
  ['a list at the indentation of metadata', `${head}metadata:\n  finalizers:\n  - a\n  name: web\n`, 'v1 ConfigMap /web'],
  ['metadata that is a list', `${head}metadata:\n  - name: web\n`, 'unsure'],
  ['a top-level list', '- apiVersion: v1\n  kind: A\n', 'unsure'],
  ['a List', 'apiVersion: v1\nkind: List\nitems:\n- kind: A\n', 'v1 List /'],
  [
    'keys sorted, after much data',
    `apiVersion: v1\ndata:\n${'  a: some text that is long enough to be data\n'.repeat(120)}kind: ConfigMap\n${web}`,
    'v1 ConfigMap /web',
  ],
  ['a nested kind', `${head}${web}spec:\n  kind: Service\n  metadata:\n    name: other\n`, 'v1 ConfigMap /web'],
  ['a kind in a block scalar', `${head}data:\n  a: |\n    kind: Service\n    name: other\n${web}`, 'v1 ConfigMap /web'],
  ['a name in a block scalar of metadata', `${head}metadata:\n  annotations:\n    a: |\n      name: x\n  name: web\n`, 'v1 ConfigMap /web'],
  ['two kinds', `${head}kind: B\n`, 'unsure'],
  ['two names', `${head}metadata:\n  name: a\n  name: b\n`, 'unsure'],
  ['two metadata', `${head}${web}${web}`, 'unsure'],
  ['no kind', 'apiVersion: v1\nmetadata:\n  name: a\n', 'unsure'],
  ['no apiVersion', 'kind: A\nmetadata:\n  name: a\n', 'unsure'],
  ['a quoted scalar that goes on at column 0', 'apiVersion: v1\na: "x\nkind: A\n"\n', 'unsure'],
  ['one that hides the kind', 'apiVersion: v1\na: "x\nkind: A\nb: y"\nmetadata:\n  name: a\n', 'unsure'],
  ['one that hides metadata', `${head}a: 'it''s\nmetadata:\n  name: web\nb: x'\n`, 'unsure'],
  ['a flow collection that hides the kind', 'apiVersion: v1\na: [x,\nkind: A\n]\nmetadata:\n  name: a\n', 'unsure'],
  ['a quoted scalar that hides the name', `${head}metadata:\n  labels: "\n  name: a\n  "\n`, 'unsure'],
  ['a quoted scalar that runs out of metadata', `${head}metadata:\n  a: "x\nspec: y"\n  name: web\n`, 'unsure'],
  [
    'a quoted scalar that is closed',
    `apiVersion: v1\ndata:\n  a: "x\n    y \\" z"\n  b: 'it''s'\n  c: {a: "}", b: [1, 2]}\nkind: A\n${web}`,
    'v1 A /web',
  ],
  ['an apostrophe in text', `apiVersion: v1\ndata:\n  a: don't\nkind: A\n${web}`, 'v1 A /web'],
  ['an open quote behind everything', `${head}${web}spec: "x\n  y\n`, 'v1 ConfigMap /web'],
  [
    'a Service of another group',
    'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: web\n',
    'serving.knative.dev/v1 Service /web',
  ],
  ['CRLF', 'apiVersion: v1\r\nkind: A\r\nmetadata:\r\n  name: web # x\r\n\r\n  namespace: shop\r\n', 'v1 A shop/web'],
  ['a BOM', '\ufeffapiVersion: v1\nkind: A\n', 'v1 A /'],
  ['a BOM in the middle', 'apiVersion: v1\n\ufeffkind: A\n', 'unsure'],
  ['a lone carriage return', 'apiVersion: v1\nkind: A\na: b\rkind: C\n', 'unsure'],
  ['NEL', 'apiVersion: v1\nkind: A\na: b\u0085kind: C\n', 'unsure'],
  ['LS', 'apiVersion: v1\nkind: A\na: b\u2028kind: C\n', 'unsure'],
  ['PS', 'apiVersion: v1\nkind: A\na: b\u2029kind: C\n', 'unsure'],
  ['a zero byte', 'apiVersion: v1\nkind: A\na: b\u0000\n', 'unsure'],
  ['a tab first', '\tapiVersion: v1\nkind: A\n', 'unsure'],
  ['a tab behind the colon', 'apiVersion: v1\nkind:\tA\n', 'unsure'],
  ['less indentation than the first child', `${head}metadata:\n    name: a\n  namespace: b\n`, 'unsure'],
  ['a directive', '%YAML 1.1\n---\napiVersion: v1\nkind: A\n', 'unsure'],
  ['content on the separator line', '--- {apiVersion: v1, kind: A}\n', 'unsure'],
  ['a tag on the separator line', '--- !!map\napiVersion: v1\nkind: A\n', 'unsure'],
  ['a comment on the separator line', '--- # c\napiVersion: v1\nkind: A\n', 'v1 A /'],
  ['a bare document behind the end mark', '...\napiVersion: v1\nkind: A\n', 'v1 A /'],
  ['a template', '{{- if .Values.x }}\napiVersion: v1\nkind: A\n{{- end }}\n', 'unsure'],
  ['an unclosed run of brackets', `apiVersion: v1\na: ${'['.repeat(5000)}\nkind: A\n`, 'unsure'],
];

for (const [name, text, expected] of traps) test(`trap: ${name}`, () => assert.is(sniff(text), expected));

for (const word of [
  'on',
  'No',
  'y',
  'N',
  'true',
  'null',
  '~',
  '123',
  '1e3',
  '0x1F',
  '0o17',
  '1_0',
  '12:30',
  '2001-01-01',
  '0b1',
  '.inf',
  '+1',
  '-1',
  'a:',
  '*a',
  '=',
]) {
  test(`a name that may not be a string: ${word}`, () => assert.is(sniff(`${head}metadata:\n  name: ${word}\n`), 'unsure'));
}

for (const word of ['yes-man', 'nul', '3scale-gateway', 'system:node', 'a.b_c', 'Null0', '"123"', "'on'"]) {
  const plain = word.replace(/^["']|["']$/g, '');
  test(`a name that is a string: ${word}`, () => assert.is(sniff(`${head}metadata:\n  name: ${word}\n`), `v1 ConfigMap /${plain}`));
}

test('a separator counts inside block and quoted scalars, with any white space behind it', () => {
  assert.equal(textsOf('a: |\n  x\n---\nb: "y\n--- \t\nz"\n---\t# c\nd\n---\r\ne\n---'), [
    'a: |\n  x\n',
    'b: "y\n',
    'z"\n',
    '# c\nd\n',
    'e\n',
  ]);
  assert.equal(textsOf('a\n---foo\n----\n --- \nb\n'), ['a\n---foo\n----\n --- \nb\n']);
});

test.run();
