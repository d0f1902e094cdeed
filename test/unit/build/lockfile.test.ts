import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { repository } from '../../support/golden-cases.ts';
import { lockfile } from '../../support/lockfile.ts';

const textOf = (path: string): string => readFileSync(join(repository, path), 'utf8');
const locked = Object.entries(lockfile.packages).filter(([path]) => path !== '');

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(textOf('package.json')) as Manifest & Readonly<Record<string, unknown>>;

test('the lockfile has a SHA-512 for every package, and says of none where it lies', () => {
  assert.is(lockfile.lockfileVersion, 3);
  assert.ok(locked.length >= 200);
  for (const [path, { integrity = '', resolved }] of locked) {
    assert.match(integrity, /^sha512-[A-Za-z0-9+/]{86}==$/, path);
    assert.is(resolved, undefined, path);
  }
  assert.is(textOf('.npmrc'), 'omit-lockfile-registry-resolved=true\n');
});

test('every version is exact, and no package is needed to run', () => {
  for (const [name, version] of Object.entries(manifest.devDependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.is(lockfile.packages[`node_modules/${name}`]?.version, version, name);
  }
  for (const kind of ['dependencies', 'optionalDependencies', 'peerDependencies', 'bundleDependencies', 'bundledDependencies'])
    assert.is(manifest[kind], undefined, kind);
});

test('an installed package runs no script, and nothing that is bundled has one in its own package', () => {
  // `prepare` runs in a clone alone (build/prepare.mjs), never from a tarball.
  assert.equal(
    Object.keys(manifest.scripts).filter((name) => /^(?:pre|post)?(?:install|uninstall)$|^(?:pre|post)prepare$/.test(name)),
    [],
  );
  const withScript = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path);
  // Tools of a clone: esbuild checks its binary, protobufjs its version scheme.
  assert.equal(withScript, ['node_modules/esbuild', 'node_modules/protobufjs']);
  const bom = JSON.parse(textOf('dist/sbom.cdx.json')) as { readonly components: readonly { readonly purl: string }[] };
  const bundled = bom.components.map(({ purl }) => decodeURIComponent(purl.slice('pkg:npm/'.length)));
  assert.ok(bundled.length >= 20);
  assert.equal(
    locked.filter(
      ([path, { version, hasInstallScript }]) =>
        hasInstallScript === true && bundled.includes(`${path.split('node_modules/').at(-1)}@${version}`),
    ),
    [],
  );
});

test('wherever packages are installed, it is by `npm ci`, from the lockfile', () => {
  const installing = /\bnpm (?!ci\b)(?:i|in|ins|inst|install|add|update|up|exec|x)\b|\bnpx\b|\b(?:yarn|pnpm|bun)\b/;
  for (const path of [
    'Dockerfile',
    '.ci/run',
    '.github/workflows/ci.yml',
    '.github/workflows/release.yml',
    'build/prepare.mjs',
    'test/tools/build.sh',
  ])
    assert.equal(
      textOf(path)
        .split('\n')
        .filter((line) => !/^\s*(?:#|\/\/)/.test(line) && installing.test(line)),
      [],
      path,
    );
  assert.match(textOf('build/prepare.mjs'), /npm\(\['ci', '--ignore-scripts'/);
  assert.match(textOf('.ci/run'), /^step install npm ci$/m);
  assert.match(textOf('Dockerfile'), /^RUN npm ci$/m);
});

test.run();
