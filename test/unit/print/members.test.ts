import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { listOf, replaceIn } from '../../support/list-text.ts';

const list = `# all of them
apiVersion: v1
kind: List
items:
# first
- kind: A   # a
  x:
  - 1
  # tail of a

# aside

# second
-   kind: B
    data: |
      # x

      y
-
  # odd
  kind: C
# loose
  y: 1
metadata: {}
`;

test('members come with the comments above them, moved to column 0', () => {
  const members = listOf(list) ?? [];
  assert.equal(
    members.map(({ text }) => text),
    [
      '# first\nkind: A   # a\nx:\n- 1\n# tail of a\n',
      '# aside\n\n# second\nkind: B\ndata: |\n  # x\n\n  y\n',
      '# odd\nkind: C\n# loose\ny: 1\n',
    ],
  );
  assert.is(list.slice(members[2]?.from, members[2]?.to), '-\n  # odd\n  kind: C\n# loose\n  y: 1\n');
});

test('a replaced member keeps the bytes of the lines that stay, its dash and its column', () => {
  const edited = replaceIn(list, new Map([[1, '# aside\n\n# second\nkind: B\nnew: 1\ndata: |\n  # x\n\n  y\n']]), []);
  assert.is(edited, list.replace('    data:', '    new: 1\n    data:'));
  const first = replaceIn(list, new Map([[2, 'kind: D\ny: 1\n']]), []);
  assert.is(first, list.replace('-\n  # odd\n  kind: C\n# loose\n', '- kind: D\n'));
});

test('a member goes with its comments, new ones follow the last, and a List may become empty', () => {
  assert.is(replaceIn(list, new Map([[0, null]]), []), list.replace(/# first\n.*?# tail of a\n/s, ''));
  const longer = replaceIn(list, new Map(), ['# new\nkind: D\nz:\n\n- 1\n']);
  assert.is(longer, list.replace('metadata:', '# new\n- kind: D\n  z:\n\n  - 1\nmetadata:'));
  const short = 'items: # none left\n  - kind: A\n  - kind: B';
  assert.is(
    replaceIn(
      short,
      new Map([
        [0, null],
        [1, null],
      ]),
      [],
    ),
    'items: [] # none left',
  );
  assert.is(
    replaceIn(
      short,
      new Map([
        [0, null],
        [1, null],
      ]),
      ['kind: C\n'],
    ),
    'items: # none left\n  - kind: C',
  );
});

test('line ends are those of the List', () => {
  const text = 'items:\r\n- kind: A\r\n- kind: B';
  assert.is(listOf(text)?.[0]?.text, 'kind: A\r\n');
  assert.is(replaceIn(text, new Map([[1, 'kind: C\nx: 1\n']]), ['kind: D\n']), 'items:\r\n- kind: A\r\n- kind: C\r\n  x: 1\r\n- kind: D');
});

test('a member that cannot stand alone has no text, the others have', () => {
  const anchors = 'items:\n- &a\n  kind: A\n  x: &x {y: 1}\n- kind: B\n  x: *x\n- {kind: C}\n- kind: D\n  x: "1\n 2"\n';
  assert.equal(
    listOf(anchors)?.map(({ text }) => text),
    ['&a\nkind: A\nx: &x {y: 1}\n', undefined, '{kind: C}\n', undefined],
  );
  // The anchor is still needed.
  assert.is(replaceIn(anchors, new Map([[0, null]]), []), undefined);
});

test('an indented List, and text that looks like items inside a member', () => {
  const text = '  kind: List\n  items:\n    - kind: A\n      note: |\n        items:\n        - x\n  metadata: {}\n';
  assert.equal(
    listOf(text)?.map((member) => member.text),
    ['kind: A\nnote: |\n  items:\n  - x\n'],
  );
});

test('other styles are left to the caller', () => {
  const texts = [
    'items: []\n',
    'items:\n',
    'items: [{kind: A}]\n',
    '{"items": [{"kind": "A"}]}\n',
    'kind: List\n',
    'items:\n- kind: A\n x: 1\n',
    'a:\n  items:\n  - b\n',
    '',
  ];
  for (const text of texts) {
    assert.is(listOf(text), undefined, text);
    assert.is(replaceIn(text, new Map(), ['kind: B\n']), undefined, text);
  }
});

test.run();
