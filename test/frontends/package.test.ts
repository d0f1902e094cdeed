import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';
import { shop } from '../support/temp-tree.ts';

// What people install: exactly these files, enough of them, and nothing that fetches or runs anything else.

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
}

const npm = (args: readonly string[], cwd: string): string => {
  const env = { PATH: process.env['PATH'], HOME: cwd, npm_config_cache: join(cwd, '.npm'), npm_config_update_notifier: 'false' };
  return execFileSync('npm', args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
};

const work = mkdtempSync(join(tmpdir(), 'package-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));
// What is in dist/ already: `prepare` would build it anew.
const [packed] = JSON.parse(npm(['pack', repository, '--json', '--ignore-scripts', '--pack-destination', work], work)) as readonly [Packed];
const sizes = new Map(packed.files.map(({ path, size }) => [path, size]));

const below = (directory: string): readonly string[] =>
  readdirSync(join(repository, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)).split(sep).join('/'));

test('the package holds exactly what it needs, and declarations of sources that exist', () => {
  const fixed = [
    ...['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'],
    ...['commands', 'in-place', 'render', 'reporter', 'resilience-renderer'].map((bundle) => `dist/${bundle}.cjs`),
    ...['catalog', 'configSchema', 'diff', 'glob', 'yaml'].map((library) => `dist/${library}Library.cjs`),
    ...['dist/THIRD-PARTY-LICENSES.txt', 'dist/help.txt', 'dist/lib/index.js', 'dist/sbom.cdx.json'],
    ...[
      'kustomize/component/kustomization.yaml',
      'kustomize/component/name-reference.yaml',
      'kustomize/component/renderer.yaml',
      'kustomize/name-reference.yaml',
    ],
    ...['schemas/crd.yaml', 'schemas/renderer-config.schema.json', 'schemas/resilience-policy.schema.json'],
  ];
  const declarations = below('src')
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .map((path) => path.replace(/^src\/(.*)\.ts$/, 'dist/lib/$1.d.ts'));
  assert.equal([...sizes.keys()].sort(), [...fixed, ...declarations].sort());
});

test('only the program is executable, nothing is empty, and all of it stays small', () => {
  for (const { path, mode, size } of packed.files) {
    assert.is(mode & 0o777, path === 'dist/resilience-renderer.cjs' ? 0o755 : 0o644, path);
    assert.ok(size > 0, path);
  }
  const least = {
    'dist/resilience-renderer.cjs': 4_000,
    'dist/commands.cjs': 100_000,
    'dist/render.cjs': 100_000,
    'dist/reporter.cjs': 300_000,
    'dist/lib/index.js': 300_000,
    'dist/sbom.cdx.json': 5_000,
  };
  for (const [path, size] of Object.entries(least))
    assert.ok((sizes.get(path) ?? 0) >= size && (sizes.get(path) ?? 0) <= 3 * 1024 * 1024, path);
  assert.ok(packed.size <= 1024 * 1024 && packed.unpackedSize <= 4 * 1024 * 1024, `${packed.size} of ${packed.unpackedSize}`);
});

test('no packed file names a place of the machine that built it, or holds a key', () => {
  for (const path of sizes.keys()) {
    const text = readFileSync(join(repository, path), 'utf8');
    assert.not.ok(text.includes(repository), path);
    assert.not.match(text, /-----BEGIN [A-Z ]*PRIVATE KEY-----\n|\b(?:npm|ghp|gho|github_pat)_[A-Za-z0-9]{20,}|sourceMappingURL=/, path);
  }
});

const program = ['node_modules', '.bin', 'resilience-renderer'];

test('it installs into an empty directory without a network, brings no other package, and works', () => {
  const empty = join(work, 'empty');
  mkdirSync(join(empty, 'shop'), { recursive: true });
  writeFileSync(join(empty, 'package.json'), '{"private": true}');
  for (const [name, text] of Object.entries(shop)) writeFileSync(join(empty, 'shop', name), text);
  npm(['install', '--offline', '--no-audit', '--no-fund', join(work, packed.filename)], empty);
  assert.equal(
    readdirSync(join(empty, 'node_modules')).filter((name) => !name.startsWith('.')),
    ['resilience-renderer'],
  );
  const run = (args: readonly string[]) =>
    spawnSync(join(empty, ...program), args, { cwd: empty, env: { PATH: process.env['PATH'] }, encoding: 'utf8' });
  const { version } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly version: string };
  assert.equal([run(['--version']).stdout, run(['--version']).status], [`${version}\n`, 0]);
  const { status, stdout, stderr } = run(['render', 'shop']);
  assert.equal([status, stderr], [0, '']);
  assert.match(stdout, 'balancer.linkerd.io/failure-accrual: consecutive');
  // The reporter is a file of its own, loaded from beside the program.
  assert.match(run(['reporter']).stderr, /RP5040/);
  const library = "import('resilience-renderer').then(({ renderManifests }) => console.log(typeof renderManifests))";
  assert.is(spawnSync(process.execPath, ['-e', library], { cwd: empty, encoding: 'utf8' }).stdout, 'function\n');
  assert.ok(existsSync(join(empty, 'node_modules/resilience-renderer/dist/sbom.cdx.json')));
  assert.is(statSync(join(empty, 'node_modules/resilience-renderer/dist/resilience-renderer.cjs')).mode & 0o111, 0o111);
});

test.run();
