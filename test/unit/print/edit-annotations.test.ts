import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { editAnnotations } from '../../../src/print/edit-annotations.ts';

const set = new Map([
  ['b.io/x', 'on'],
  ['a.io/n', '5'],
]);
const none = new Set<string>();
const keys = new Set(set.keys());

function add(text: string): string | undefined {
  return editAnnotations(text, { set, remove: none });
}

/** The edit gives what is expected, and taking it back gives the original. */
function check(name: string, before: string, after: string): void {
  test(name, () => {
    assert.is(add(before), after);
    assert.is(add(after), after);
    assert.is(editAnnotations(after, { set: new Map(), remove: keys }), before);
  });
}

check(
  'without annotations: a map after the last child of metadata, before the comments that follow it',
  'kind: S\nmetadata:\n  name: x # name\n\n# ports\nspec: {}\n',
  'kind: S\nmetadata:\n  name: x # name\n  annotations:\n    a.io/n: "5"\n    b.io/x: "on"\n\n# ports\nspec: {}\n',
);
check(
  'the step of the file, its line ends, and no line break at its end',
  'kind: S\r\nmetadata:\r\n    labels:\r\n        a: b',
  'kind: S\r\nmetadata:\r\n    labels:\r\n        a: b\r\n    annotations:\r\n        a.io/n: "5"\r\n        b.io/x: "on"',
);
check(
  'a map of others: new keys follow the last one, with its indentation',
  "metadata:\n  annotations: # ours\n     # team\n     'team': >-\n       a\n       b\n\n     # end\n  name: x\n",
  'metadata:\n  annotations: # ours\n     # team\n     \'team\': >-\n       a\n       b\n     a.io/n: "5"\n     b.io/x: "on"\n\n     # end\n  name: x\n',
);
check(
  'a block scalar that keeps its blank lines keeps them',
  'metadata:\n  annotations:\n    note: |+\n      # text\n\n\n  name: x\n',
  'metadata:\n  annotations:\n    note: |+\n      # text\n\n\n    a.io/n: "5"\n    b.io/x: "on"\n  name: x\n',
);
check(
  'an anchor stays',
  'metadata:\n  name: x\n  annotations: &all\n    a: b\n',
  'metadata:\n  name: x\n  annotations: &all\n    a: b\n    a.io/n: "5"\n    b.io/x: "on"\n',
);
check(
  'a document that is indented as a whole',
  '  kind: S\n  metadata:\n    name: x\n  spec: 1\n',
  '  kind: S\n  metadata:\n    name: x\n    annotations:\n      a.io/n: "5"\n      b.io/x: "on"\n  spec: 1\n',
);
check(
  'an empty flow map is filled in flow style',
  'metadata:\n  annotations: {} # none yet\n  name: x\n',
  'metadata:\n  annotations: {"a.io/n": "5", "b.io/x": "on"} # none yet\n  name: x\n',
);
check(
  'an empty value is filled so that it can be emptied again',
  'metadata:\n  annotations: # none yet\n  name: x\n',
  'metadata:\n  annotations: { "a.io/n": "5", "b.io/x": "on"} # none yet\n  name: x\n',
);
check(
  'so is a null',
  'metadata:\n  annotations: null\n  name: x\n',
  'metadata:\n  annotations: {  "a.io/n": "5", "b.io/x": "on"}\n  name: x\n',
);
check(
  'metadata in flow style',
  'metadata: { name: x }\nspec: {}\n',
  'metadata: { name: x, "annotations": {"a.io/n": "5", "b.io/x": "on"} }\nspec: {}\n',
);
check('its empty map', 'metadata: {annotations: {}, name: x}\n', 'metadata: {annotations: {"a.io/n": "5", "b.io/x": "on" }, name: x}\n');
check(
  'a flow map of others',
  'metadata:\n  name: x\n  annotations: { a: b,\n    c: "d" } # two\n',
  'metadata:\n  name: x\n  annotations: { a: b,\n    c: "d",\n    "a.io/n": "5",\n    "b.io/x": "on" } # two\n',
);
check('JSON on one line', '{"metadata":{"name":"x"}}', '{"metadata":{"name":"x","annotations":{"a.io/n":"5","b.io/x":"on"}}}');
check(
  'JSON on many lines',
  '{\n\t"metadata": {\n\t\t"name": "x"\n\t}\n}\n',
  '{\n\t"metadata": {\n\t\t"name": "x",\n\t\t"annotations": {\n\t\t\t"a.io/n": "5",\n\t\t\t"b.io/x": "on"\n\t\t}\n\t}\n}\n',
);
check(
  'JSON with annotations of others',
  '{\n  "metadata": {\n    "annotations": {\n      "a": "b"\n    },\n    "name": "x"\n  }\n}\n',
  '{\n  "metadata": {\n    "annotations": {\n      "a": "b",\n      "a.io/n": "5",\n      "b.io/x": "on"\n    },\n    "name": "x"\n  }\n}\n',
);

test('a right value stays byte for byte whatever its quotes, a wrong one is replaced without its comment', () => {
  const text = 'metadata:\n  annotations:\n    b.io/x: \'on\' # right\n    "a.io/n": 5 # a number\n';
  assert.is(add(text), 'metadata:\n  annotations:\n    b.io/x: \'on\' # right\n    "a.io/n": "5" # a number\n');
});

test('wrong values of many lines and empty ones are replaced', () => {
  const text = 'metadata:\n  annotations:\n    a.io/n: |\n      1\n      # 2\n    b.io/x: # empty\n  name: x\n';
  assert.is(add(text), 'metadata:\n  annotations:\n    a.io/n: "5"\n    b.io/x: "on" # empty\n  name: x\n');
});

test('a key goes with all its lines; the comment above the next one stays', () => {
  const text = 'metadata:\n  annotations:\n    a.io/n: "5\n\n      6"\n    # about c\n    c: d\n    b.io/x: >\n      y\n# spec\nspec: {}\n';
  const after = 'metadata:\n  annotations:\n    # about c\n    c: d\n# spec\nspec: {}\n';
  assert.is(editAnnotations(text, { set: new Map(), remove: keys }), after);
});

test('the map goes with its last key', () => {
  const text = 'metadata:\n  annotations:\n    a.io/n: x\n    # left\n    b.io/x: y\n  name: x';
  assert.is(editAnnotations(text, { set: new Map(), remove: keys }), 'metadata:\n    # left\n  name: x');
});

test('keys of JSON go with their commas, wherever they stand', () => {
  const text = '{"metadata": {"annotations": {"a.io/n": "1", "c": "d", "b.io/x": "2", "e": "f"}}}';
  assert.is(editAnnotations(text, { set: new Map(), remove: keys }), '{"metadata": {"annotations": {"c": "d", "e": "f"}}}');
});

test('a key that is to be set and removed is set; an edit that changes nothing gives the same text', () => {
  const text = 'metadata:\n  annotations:\n    a.io/n: "5"\n';
  assert.is(editAnnotations(text, { set: new Map([['a.io/n', '5']]), remove: new Set(['a.io/n', 'b.io/x']) }), text);
});

test('an object that the caller has parsed is not parsed again', () => {
  const object = { metadata: { name: 'x' } };
  assert.is(editAnnotations('metadata:\n  name: x\n', { set, remove: none }, object), add('metadata:\n  name: x\n'));
  assert.is(editAnnotations('metadata:\n  name: y\n', { set, remove: none }, object), undefined);
});

test('what cannot be spliced safely is left to the caller', () => {
  const texts = [
    'base: &a {q: r}\nmetadata:\n  name: x\n  annotations: *a\n',
    'base: &a {q: r}\nmetadata:\n  name: x\n  annotations:\n    <<: *a\n',
    'metadata:\n  name: x\n  annotations: &a\n    q: r\nspec: *a\n',
    'metadata:\n  name: x\n  annotations: [a]\n',
    'metadata:\n  name: x\n  annotations: text\n',
    'metadata: {}\n',
    'metadata:\n',
    'kind: S\n',
    '- a\n',
    'metadata:\n  name: "x\n',
    'metadata:\n  name: x\n  name: y\n',
    '',
  ];
  for (const text of texts) assert.is(add(text), undefined, text);
});

test('aliases that stand for more than they show, or for themselves, do not stop it', () => {
  const bomb = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map(
    (name, i, all) =>
      `${name}: &${name} [${Array(9)
        .fill(i === 0 ? 'x' : `*${all[i - 1]}`)
        .join(', ')}]\n`,
  );
  assert.is(add(`${bomb.join('')}metadata:\n  name: x\n`), undefined);
  assert.is(add('spec: &a\n  b: *a\nmetadata:\n  name: x\n'), undefined);
});

test('text that only looks like metadata is not taken for it', () => {
  const text = 'data:\n  x: |\n    metadata:\n      name: no\nmetadata:\n  note: "\n    annotations:\n    "\n  name: x\n';
  assert.is(add(text), `${text}  annotations:\n    a.io/n: "5"\n    b.io/x: "on"\n`);
});

test.run();
