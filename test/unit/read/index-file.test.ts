import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { fromBytes } from '../../../src/model/source.ts';
import { indexFile } from '../../../src/read/index-file.ts';
import { documentsOf, textOf, textsOf } from '../../support/documents.ts';

test('no document in an empty file, in white space or in comments', () => {
  for (const text of ['', '\n', '---', '---\n---\n', '# only\n', '--- # c\n...\n', '\ufeff', '\ufeff---\n', '...'])
    assert.equal(documentsOf(text), []);
});

test('the bytes of a document run from behind its separator to the next', () => {
  assert.equal(textsOf('a: 1\n\n---\n\nb: 2\n...\nc: 3'), ['a: 1\n\n', '\nb: 2\n', 'c: 3']);
});

test('comments between separators go to the document that follows, at the end to the one before', () => {
  const text = '# licence\n\n---\n---\n  # more\n---\na: 1\n---\n# mine\nb: 2\n--- # end\n---\n# end 2';
  const [first, second] = documentsOf(text);
  assert.equal(
    first?.before.map((range) => textOf(text, range)),
    ['# licence\n\n', '  # more\n'],
  );
  assert.equal(first?.after, []);
  assert.equal(second?.before, []);
  assert.equal(
    second?.after.map((range) => textOf(text, range)),
    ['# end\n', '# end 2'],
  );
  assert.is(documentsOf(text).length, 2);
  assert.equal(textsOf(text), ['# licence\n\n  # more\na: 1\n', '# mine\nb: 2\n# end\n# end 2']);
});

test('a comment on the separator line is the start of the document', () => {
  const [only] = documentsOf('---   # c\na: 1\n');
  assert.is(only?.from, 6);
  assert.is(only?.reemit, false);
});

test('content on a separator line, also of an end mark, cannot be copied', () => {
  for (const text of ['--- {a: b}\n', '--- !!map\na: b\n', '---\ta\n', 'x: 1\n... y\n', '--- ---\n'])
    assert.is(documentsOf(text).at(-1)?.reemit, true, text);
});

test('directives belong to the document that follows, which begins with them', () => {
  const text = 'a: 1\n...\n# c\n%YAML 1.1\n# d\n%TAG ! tag:x,2000:\n---\nb: 2\n---\nc: 3\n';
  assert.equal(textsOf(text), ['a: 1\n', '# c\n%YAML 1.1\n# d\n%TAG ! tag:x,2000:\n---\nb: 2\n', 'c: 3\n']);
  assert.equal(
    documentsOf(text).map((document) => document.reemit),
    [false, true, false],
  );
});

test('a directive without a document is a document of its own, so that its error is found', () => {
  assert.equal(textsOf('%YAML 1.1\n'), ['%YAML 1.1\n']);
  assert.equal(textsOf('%YAML 1.1\na: b\n---\nc: d\n'), ['%YAML 1.1\na: b\n', 'c: d\n']);
});

test('a BOM goes, at the start of the file and before a separator', () => {
  assert.equal(textsOf('\ufeff# c\na: 1\n\ufeff---\nb: 2\n---\n\ufeffc: 3\n'), ['# c\na: 1\n', 'b: 2\n', 'c: 3\n']);
});

test('other encodings are named', () => {
  const encodings = [
    ['fffe6100', 'UTF-16'],
    ['feff0061', 'UTF-16'],
    ['61006200', 'UTF-16'],
    ['00610062', 'UTF-16'],
    ['fffe0000', 'UTF-32'],
    ['0000feff', 'UTF-32'],
    ['61000000', 'UTF-32'],
    ['00000061', 'UTF-32'],
  ] as const;
  for (const [hex, encoding] of encodings) assert.equal(indexFile(fromBytes('x', Buffer.from(hex, 'hex'))), { ok: false, encoding });
});

test('documents that name the API group are marked', () => {
  const group = 'resilience.auth-platform.github.com';
  assert.equal(
    documentsOf(`a: ${group}\n---\nb: 1\n---\n${group}: 1\n{"a": "${group}"}\n---\n{"a": "${group}"}{"b": 1}`).map(
      (document) => document.mentionsGroup,
    ),
    [true, false, true, true, false],
  );
});

test('windows of any size give the same documents', () => {
  const texts = [
    'a: 1\n---\nb: 2\n---foo\n---\r\nc: 3\r\n...\r\n--- # x\nd: 4\n---',
    '\ufeff# l\n---\n\ufeff---\na: "x\n---\ny"\n\ufeff--- \nb\rc\n---\n%YAML 1.1\n---\nresilience.auth-platform.github.com\n...\n... x\n',
    '---\r\r\n---\ra\n---\n{"a": 1}{"b": [\n"---"]}\n---\n# é\u2028\n---\n- a\n--- |\n x\n# end\n---\n# really\n',
    `apiVersion: v1\nkind: A\nmetadata:\n  name: a\n---\n${'x: "y"\n'.repeat(30)}kind: A\napiVersion: v1\n---\nkind: A\napiVersion: v1\n`,
  ];
  for (const text of texts) {
    const whole = documentsOf(text);
    assert.ok(whole.length > 0);
    for (let size = 1; size <= 200; size++) assert.equal(documentsOf(text, size), whole, `window of ${size} bytes`);
  }
});

test.run();
