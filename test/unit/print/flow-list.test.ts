import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { editFlowList, type MemberChange } from '../../../src/print/flow-list.ts';

const list = `{"kind": "List", "items": [\n  {"name": "a"},\n  {"name": "b"}, {"name": "c"}\n]}`;
const changed: MemberChange = { text: '{"name": "B", "more": 1}', value: { name: 'B', more: 1 } };

const edit = (text: string, changes: Readonly<Record<number, MemberChange | null>>): string | undefined =>
  editFlowList(text, (index) => (index in changes ? changes[index] : 'same'));

test('a member changes where it stands', () => {
  assert.is(edit(list, { 1: changed }), list.replace('{"name": "b"}', '{"name": "B", "more": 1}'));
  assert.is(edit(list, {}), list);
});

test('members go with their comma, wherever they stand', () => {
  assert.is(edit(list, { 0: null }), `{"kind": "List", "items": [\n  {"name": "b"}, {"name": "c"}\n]}`);
  assert.is(edit(list, { 1: null }), `{"kind": "List", "items": [\n  {"name": "a"}, {"name": "c"}\n]}`);
  assert.is(edit(list, { 2: null }), `{"kind": "List", "items": [\n  {"name": "a"},\n  {"name": "b"}\n]}`);
  assert.is(edit(list, { 0: null, 1: changed, 2: null }), `{"kind": "List", "items": [\n  {"name": "B", "more": 1}\n]}`);
  assert.is(edit(list, { 0: null, 1: null }), `{"kind": "List", "items": [\n  {"name": "c"}\n]}`);
  assert.is(edit(list, { 0: null, 1: null, 2: null }), `{"kind": "List", "items": [\n  \n]}`);
});

test('a list in the flow style of YAML works alike, comments and all', () => {
  const text = `kind: List # all\nitems: [{name: a}, # first\n  {name: b}]\n`;
  assert.is(edit(text, { 1: changed }), text.replace('{name: b}', '{"name": "B", "more": 1}'));
});

test('what cannot be edited in its text is refused: block style, anchors, a change that says something else', () => {
  assert.is(edit('kind: List\nitems:\n- {name: a}\n', { 0: null }), undefined);
  assert.is(edit('kind: List\nitems: [&a {name: a}, *a]\n', { 0: null }), undefined);
  assert.is(edit(list, { 1: { text: '{"name": "x"}', value: { name: 'B' } } }), undefined);
  assert.is(
    editFlowList(list, () => undefined),
    undefined,
  );
});

test.run();
