import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lineChanges } from '../../../src/frontends/cli/line-changes.ts';
import { unifiedDiff } from '../../../src/frontends/cli/unified-diff.ts';
import { fromBytes } from '../../../src/model/source.ts';
import { confidentialIn } from '../../../src/render-in-place.ts';
import { withTree } from '../../support/temp-tree.ts';
import { testWith } from '../../support/test-with.ts';

const gitTest = testWith('git');

const findConfidential = (bytes: Buffer) => confidentialIn(fromBytes('a.yaml', bytes));

/** What is compared here need not be YAML, of which nothing could be shown. */
const nothing = () => () => undefined;

/** The new text from the old one and the changes. */
function apply(a: readonly string[], b: readonly string[]): readonly string[] {
  const lines: string[] = [];
  let at = 0;
  for (const { from, to, newFrom, newTo } of lineChanges(a, b)) {
    assert.ok(from >= at && (to > from || newTo > newFrom), 'changes are in order, and none is empty');
    lines.push(...a.slice(at, from), ...b.slice(newFrom, newTo));
    at = to;
  }
  return [...lines, ...a.slice(at)];
}

const line = fc.constantFrom('a\n', 'b\n', 'c\n', 'd\n', '\n', 'x: y\r\n', '- z\n', '\xff\xfe\n');
const text = fc
  .tuple(fc.array(line, { maxLength: 30 }), fc.constantFrom('', '', 'no break'))
  .map(([lines, end]) => [...lines, end].join(''));

test('changes lead from one text to the other', () => {
  fc.assert(
    fc.property(fc.array(line), fc.array(line), (a, b) => assert.equal(apply(a, b), b)),
    { numRuns: 500 },
  );
});

test('texts too long for one comparison are cut where they agree', () => {
  const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => (i % 3 === 0 ? `line ${i}\n` : 'same\n'));
  const a = numbered(30_000);
  const b = a.flatMap((each, i) => (i % 7 === 0 ? [each, 'new\n'] : i % 11 === 0 ? [] : [each]));
  assert.equal(apply(a, b), b);
  const changed = lineChanges(a, b).reduce((sum, { from, to, newFrom, newTo }) => sum + to - from + newTo - newFrom, 0);
  assert.ok(changed < 9_000, `${changed} changed lines`);
});

test('texts that have nothing in common are replaced, not searched for ever', () => {
  const [a, b] = [1, 2].map((which) => Array.from({ length: 20_000 }, (_, i) => `${which} ${i % 100}\n`)) as [string[], string[]];
  assert.is(lineChanges(a, b).length, 1);
});

test('one change in ten megabytes is one hunk', () => {
  const before = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `  name: service-number-${i}-of-many\n`).join(''));
  const after = Buffer.from(before.toString().replace('number-150000-', 'number-15-'));
  const diff = unifiedDiff({ name: 'a.yaml', before, after, executable: false, findConfidential: nothing }).toString();
  assert.match(diff, '@@ -149998,7 +149998,7 @@\n');
});

gitTest('Git makes the new file of the old one, whatever is in them', () => {
  withTree({}, (cwd) => {
    const files = fc.sample(fc.tuple(fc.option(text), fc.option(text)), { numRuns: 150, seed: 7 }).filter(([a, b]) => a !== b);
    const bytes = (content: string | null): Buffer | undefined => (content === null ? undefined : Buffer.from(content, 'latin1'));
    const run = (args: readonly string[], input: Buffer): void => {
      const done = spawnSync('git', args, { cwd, input, env: { PATH: process.env['PATH'], HOME: cwd }, encoding: 'utf8' });
      assert.is(done.status, 0, done.stderr);
    };
    run(['init', '--quiet'], Buffer.alloc(0));
    const patch = (from: 0 | 1 | -1, to: 0 | 1): Buffer =>
      Buffer.concat(
        files.flatMap((pair, i) => {
          const [before, after] = [from === -1 ? undefined : bytes(pair[from]), bytes(pair[to])];
          const isSame = before === undefined || after === undefined ? before === after : before.equals(after);
          return isSame ? [] : [unifiedDiff({ name: `${i} f.yaml`, before, after, executable: false, findConfidential: nothing })];
        }),
      );
    run(['apply', '-'], patch(-1, 0));
    run(['apply', '-'], patch(0, 1));
    for (const [i, [, after]] of files.entries()) if (after !== null) assert.is(readFileSync(join(cwd, `${i} f.yaml`), 'latin1'), after);
  });
});

const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n';

/** The difference; real Git makes the new text of the old one with it. */
function applied(before: string, after: string): string {
  const how = { name: 'a.yaml', executable: false, findConfidential };
  const diff = unifiedDiff({ ...how, before: Buffer.from(before), after: Buffer.from(after) }).toString();
  assert.not.match(diff, 'hunter2');
  if (!diff.startsWith('#')) {
    withTree({ 'a.yaml': before }, (root) => {
      const done = spawnSync('git', ['apply', '-'], { cwd: root, input: diff, encoding: 'utf8' });
      assert.is(done.status, 0, `${done.stderr}\n${diff}`);
      assert.is(readFileSync(join(root, 'a.yaml'), 'utf8'), after);
    });
  }
  return diff;
}

const withNote = (text: string): string => text.replace('name: web\n', 'name: web\nnote: x\n');

gitTest('a Secret beside a change is never shown, and the patch still applies', () => {
  const before = `${secret}---\nname: web\n---\n${secret}`;
  assert.match(applied(before, withNote(before)), '@@ -6,2 +6,3 @@\n name: web\n+note: x\n ---\n');
});

gitTest('a change in a document with a Secret, or in one that cannot be read, is only named', () => {
  const refused = '# a.yaml changes in a document that also holds a Secret, or cannot be read: not shown\n';
  const member = secret.trimEnd().replaceAll('\n', '\n  ');
  for (const before of [
    `kind: List\nitems:\n- ${member}\n- name: web\n`,
    `kind: Template\nparts:\n  inner:\n  - ${member}\n  - name: web\n`,
    secret.replace('kind: Secret', 'kind: secret').replace('metadata:', 'name: web\nmetadata:'),
    `kind: SecretList\nitems:\n- stringData: {password: hunter2}\n- name: web\n`,
    '{"kind": "\\u0053ecret", "data": {"a": "hunter2"},\n"metadata": {\n#\nname: web\n}}\n',
    'kind: X: hunter2\nname: web\n',
  ]) {
    assert.is(applied(before, withNote(before)), refused, before);
  }
});

gitTest('values of somebody else’s annotations are never shown, keys of meshes are', () => {
  const ours = 'balancer.linkerd.io/failure-accrual: consecutive\n';
  const before = `kind: Service\nmetadata:\n  annotations:\n    note: hunter2\n    more: |\n      hunter2\n    ${ours}name: web\n`;
  assert.match(applied(before, withNote(before)), `@@ -7,2 +7,3 @@\n     ${ours} name: web\n+note: x\n`);
  const beside = `${before}---\nkind: Pod\nmetadata: {annotations: {note: hunter2}}\n`;
  assert.match(applied(beside, withNote(beside)), `@@ -7,4 +7,5 @@\n     ${ours} name: web\n+note: x\n ---\n kind: Pod\n`);
});

gitTest('a change in somebody else’s annotations, or right before them, is only named', () => {
  const refused = '# a.yaml changes beside an annotation of somebody else: not shown\n';
  for (const before of [
    'metadata: {annotations: {note: hunter2,\nname: web\n}}\n',
    'metadata:\n  annotations:\n    x: 1\nname: web\nspec:\n  template:\n    metadata: {annotations: {note: hunter2}}\n'.replace(
      'name: web\nspec:\n  template:\n    metadata: {annotations: {note: hunter2}}',
      'spec:\n  a: &a hunter2\n  annotations: {note: *a}\nname: web',
    ),
    'name: web\nannotations: hunter2\n',
  ]) {
    assert.is(applied(before, withNote(before)), refused, before);
  }
});

test.run();
