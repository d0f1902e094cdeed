import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';

// What is promised and what was tried is worth as much as the tests that are named for it: each has to exist.

const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');

interface Row {
  readonly section: string;
  readonly cells: readonly string[];
}

/** The rows of all tables of a page, without their heads; `|` within a cell is written `\|`. */
function rowsOf(page: string): readonly Row[] {
  let section = '';
  return page.split('\n').flatMap((line, i, lines) => {
    section = /^## (.*)$/.exec(line)?.[1] ?? section;
    const isRow = line.startsWith('|') && !line.startsWith('|---') && lines[i + 1]?.startsWith('|---') !== true;
    const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
    return isRow ? [{ section, cells: cells.slice(1, -1) }] : [];
  });
}

/** What is wrong with the references of one cell: each a file and the title of one of its tests, or a golden; `<br>` stands between two. */
function faultsOf(cell: string): readonly string[] {
  return cell.split('<br>').flatMap((reference) => {
    const [, golden] = /^\s*`(test\/golden\/[a-z0-9.-]+\/)`\s*$/.exec(reference) ?? [];
    if (golden !== undefined) return existsSync(join(repository, golden)) ? [] : [`no golden ${golden}`];
    const [, path = '', title = ''] = /^\s*`(test\/[\w./-]+\.test\.ts)`: (\S.*?)\s*$/.exec(reference) ?? [];
    if (path === '') return [`no reference: ${reference}`];
    if (!existsSync(join(repository, path))) return [`no file ${path}`];
    return titlesIn(textOf(path)).includes(title) ? [] : [`no test in ${path}: ${title}`];
  });
}

/** Titles as they stand in the source: `test('…'`, `gitTest("…"`, `check(…`, also on the line after the bracket. */
function titlesIn(source: string): readonly string[] {
  return [...source.matchAll(/^\s*(?:\w*[tT]est|check)\(\s*(['"`])((?:\\.|(?!\1).)*)\1/gm)].map(([, , title = '']) =>
    title.replace(/\\(.)/g, '$1'),
  );
}

const pages = { 'SECURITY.md': textOf('SECURITY.md'), 'docs/security.md': textOf('docs/security.md') };
const tried = rowsOf(pages['docs/security.md']);
const promised = rowsOf(pages['SECURITY.md']);

test('every test that is named exists, by file and title', () => {
  for (const { cells } of [...tried, ...promised]) assert.equal(faultsOf(cells.at(-1) ?? ''), [], cells[0]);
});

test('what does not exist is noticed', () => {
  for (const cell of [
    '',
    'by hand',
    '`test/laws/secrets.test.ts`',
    '`test/laws/secrets.test.ts`: no frontend shows data',
    '`test/laws/nothing.test.ts`: no frontend shows data of a Secret',
    '`test/golden/there-is-no-such-golden/`',
    '`test/golden/what-a-missing-policy-left-behind-is-refused/` and more',
  ])
    assert.is(faultsOf(cell).length, 1, cell);
});

test('what was tried has its sections, and every row says what, how often, how it ended and where', () => {
  const sections = [...pages['docs/security.md'].matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  assert.equal(sections, ['Limits and text', 'Paths, disk and streams', 'Conformance and fuzzing', 'Secrets', 'Supply chain']);
  const heads = pages['docs/security.md'].match(/^\| attack or fault \| tried how often \| outcome \| test \|$/gm) ?? [];
  assert.is(heads.length, sections.length);
  for (const { section, cells } of tried) {
    assert.is(cells.length, 4, `${section}: ${cells[0]}`);
    for (const cell of cells) assert.is.not(cell, '', `${section}: ${cells[0]}`);
    assert.match(cells[1] ?? '', /\d/, `how often is a number: ${cells[0]}`);
  }
  const attacks = tried.map(({ cells }) => cells[0]);
  assert.equal(
    attacks.filter((attack, i) => attacks.indexOf(attack) !== i),
    [],
  );
  assert.ok(tried.filter(({ section }) => section === 'Secrets' || section === 'Supply chain').length >= 20);
});

test('every promise has an input, someone who controls it and a test', () => {
  assert.ok(promised.length >= 15);
  for (const { cells } of promised) {
    assert.is(cells.length, 4, cells[0]);
    for (const cell of cells) assert.is.not(cell, '', cells[0]);
  }
});

test.run();
