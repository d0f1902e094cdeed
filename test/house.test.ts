import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative, sep } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { catalog } from '../src/diagnostics/catalog.ts';
import { meshes } from '../src/mesh/registry.ts';
import { goldenRoot, readGoldenCases, repository } from './support/golden-cases.ts';

/** Codes that no golden can show, with the test that shows them instead. */
const shownElsewhere: Readonly<Record<string, string>> = {
  RP5002: 'test/frontends: root can read every file, so a golden could not',
  RP5010: 'test/frontends: it takes a full disk',
  RP5015: 'test/frontends: it takes a system that refuses',
  RP5016: 'test/frontends: it takes a Git repository',
  RP5017: 'test/frontends: goldens write nothing',
  RP5018: 'test/frontends: it comes with output and exit code 1, which a golden never has',
  RP5019: 'test/frontends: goldens write nothing',
  RP5030: 'test/frontends: goldens have no environment, which is all that the plugin of Argo CD gets',
  RP5031: 'test/frontends: the same',
  RP5032: 'test/frontends: the same',
  RP5033: 'test/frontends: the same',
  RP5034: 'test/frontends: the same',
  RP5035: 'test/frontends: the same',
  RP5036: 'test/frontends: the same',
  RP5037: 'test/frontends: the same',
  RP5038: 'test/frontends: the same',
  RP5039: 'test/frontends: the same',
  RP5020: 'test/frontends: a function gives its input back even when it fails, a golden that fails has no output',
  RP5021: 'test/frontends: a golden cannot be called without arguments',
  RP5025: 'test/frontends: it takes an environment without a home directory',
  RP5026: 'test/frontends: installing would write into the golden',
  RP5040: 'test/frontends: goldens have no cluster',
  RP5041: 'test/frontends: the same',
  RP5042: 'test/frontends: it takes an address that is taken',
  RP5045: 'test/frontends: goldens have no cluster',
  RP5046: 'test/frontends: the same',
  RP5047: 'test/frontends: the same',
  RP5027: 'test/frontends: a function gives its input back even when it fails, a golden that fails has no output',
  RP5055: 'test/frontends: it takes somebody who changes files meanwhile',
  RP5056: 'test/frontends: Git and npm do not carry such a name to every system',
  RP5057: 'test/frontends: a checkout on a disk that folds case would lose the golden',
  RP5050: 'test/frontends: it takes time',
  RP5051: 'test/frontends: a golden of a thousand problems is more than anybody reads',
  RP9001: 'test/frontends: our own bug has to be planted',
};

const filesBelow = (directory: string): readonly string[] =>
  readdirSync(join(repository, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');

const sources = filesBelow('src').filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
const tests = filesBelow('test').filter((path) => path.endsWith('.test.ts'));

test('every test file runs: uvu passes one that forgets run() in silence', () => {
  assert.ok(tests.length >= 20);
  assert.equal(
    tests.filter((path) => !/^(?:test|suite|\w+)\.run\(\);$/m.test(textOf(path))),
    [],
  );
});

test('every test file is matched by a script', () => {
  const pattern = /^(?!cluster).*\.test\.ts$/;
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  assert.is(scripts['test'], 'node test/run-all.mjs');
  // It ends with an error when a file is in no lot of its own.
  assert.match(textOf('test/run-all.mjs'), "path.endsWith('.test.ts') && !/^(?:cluster|golden)\\//.test(path)");
  assert.equal(
    tests.map((path) => path.slice('test/'.length)).filter((path) => !pattern.test(path) && !path.startsWith('cluster/')),
    [],
  );
});

test('every golden directory is a case, and its name is a sentence', () => {
  const cases = readGoldenCases();
  assert.is(cases.length, readdirSync(goldenRoot).length);
  assert.equal(
    cases.map(({ name }) => name).filter((name) => !/^[a-z][a-z0-9]*(?:-[a-z0-9.]+)+$/.test(name) || /-\d+$/.test(name)),
    [],
  );
});

test('every code has a golden that shows it', () => {
  const reports = readGoldenCases()
    .map(({ report }) => report)
    .join('');
  const missing = Object.keys(catalog).filter((code) => !reports.includes(` ${code}: `) && !Object.hasOwn(shownElsewhere, code));
  assert.equal(missing, []);
});

test('every code that goldens cannot show is shown by another test', () => {
  const others = tests
    .filter((path) => /^test\/(?:frontends|unit)\//.test(path))
    .map(textOf)
    .join('');
  assert.equal(
    Object.keys(shownElsewhere).filter((code) => !others.includes(code)),
    [],
  );
});

test('every code is raised somewhere', () => {
  const code = sources
    .filter((path) => !path.startsWith('src/diagnostics/catalog'))
    .map(textOf)
    .join('\n');
  assert.equal(
    Object.keys(catalog).filter((name) => !code.includes(`'${name}'`)),
    [],
  );
});

test('a folder of src/mesh is a mesh of the registry', () => {
  const folders = readdirSync(join(repository, 'src/mesh'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
  assert.equal(
    folders
      .map(({ name }) => name)
      .filter((name) => name !== 'shared')
      .sort(),
    Object.keys(meshes).sort(),
  );
});

test('rooms are small, and none is a lumber room', () => {
  const long = sources.filter((path) => textOf(path).split('\n').length > 251);
  assert.equal(long, []);
  assert.equal(
    sources.filter((path) => /^(?:utils?|helpers?|common|misc)\.ts$/.test(basename(path))),
    [],
  );
});

test('output can name neither time nor place: nothing in the core reads them', () => {
  const core = sources.filter((path) => !path.startsWith('src/frontends/') && path !== 'src/main.ts');
  const impure = core.filter((path) =>
    /\bDate\b|Math\.random|performance\.now|localeCompare|toLocale|process\.env|node:(?:fs|os|path)/.test(textOf(path)),
  );
  assert.equal(
    impure.filter((path) => path !== 'src/model/code-point-order.ts'),
    [],
  );
});

test.run();
