import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { lineChanges } from '../../../src/frontends/cli/line-changes.ts';
import { unifiedDiff } from '../../../src/frontends/cli/unified-diff.ts';
import { withTree } from '../../support/temp-tree.ts';
import { testWith } from '../../support/test-with.ts';

const gitTest = testWith('git');

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
  const diff = unifiedDiff({ name: 'a.yaml', before, after, executable: false }).toString();
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
          return isSame ? [] : [unifiedDiff({ name: `${i} f.yaml`, before, after, executable: false })];
        }),
      );
    run(['apply', '-'], patch(-1, 0));
    run(['apply', '-'], patch(0, 1));
    for (const [i, [, after]] of files.entries()) if (after !== null) assert.is(readFileSync(join(cwd, `${i} f.yaml`), 'latin1'), after);
  });
});

gitTest('a Secret beside a change is never shown, and the patch still applies', () => {
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n';
  const before = `${secret}---\nname: web\n---\n${secret}`;
  const [from, second] = [0, before.lastIndexOf(secret)];
  const secrets = [
    { from, to: secret.length },
    { from: second, to: before.length },
  ];
  const after = before.replace('name: web\n', 'name: web\nnote: x\n');
  const show = (one: string, other: string, hidden = secrets): string =>
    unifiedDiff({ name: 'a.yaml', before: Buffer.from(one), after: Buffer.from(other), executable: false, secrets: hidden }).toString();
  const diff = show(before, after);
  assert.match(diff, '@@ -5,3 +5,4 @@\n ---\n name: web\n+note: x\n ---\n');
  withTree({ 'a.yaml': before }, (root) => {
    const done = spawnSync('git', ['apply', '-'], { cwd: root, input: diff, encoding: 'utf8' });
    assert.is(done.status, 0, done.stderr);
    assert.is(readFileSync(join(root, 'a.yaml'), 'utf8'), after);
  });
  const list = show(before, after, [{ from: 0, to: before.length }]);
  assert.is(list, '# a.yaml changes in a document that also holds a Secret: not shown\n');
  for (const text of [diff, list]) assert.not.match(text, 'hunter2');
});

test.run();
