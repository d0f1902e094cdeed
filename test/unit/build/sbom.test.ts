import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { sbomOf } from '../../../build/sbom.mjs';
import { repository } from '../../support/golden-cases.ts';
import { type Lockfile, lockfile } from '../../support/lockfile.ts';

interface Bom {
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly { readonly purl: string; readonly hashes: readonly { readonly content: string }[] }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

const text = readFileSync(join(repository, 'dist/sbom.cdx.json'), 'utf8');
const bom = JSON.parse(text) as Bom;
const manifest = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { readonly version: string };

test('the bill of materials is CycloneDX as its schema has it, and the validator would say if it were not', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  assert.is(await validator.validate(text), null);
  assert.is.not(await validator.validate(text.replace('"SHA-512"', '"SHA-513"')), null);
  assert.is.not(await validator.validate(text.replace('"type": "library"', '"kind": "library"')), null);
});

test('it lists what is bundled, as the licences do, with the versions and digests of the lockfile', () => {
  assert.equal(bom.metadata.component.version, manifest.version);
  const licences = readFileSync(join(repository, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  const licensed = [...licences.matchAll(/(?:^|-{78}\n\n|licences\n\n)((?:@[\w.-]+\/)?[\w.-]+)\n\n/g)].map(([, name]) => name);
  const names = bom.components.map(({ purl }) => decodeURIComponent(/^pkg:npm\/(.+)@[^@]+$/.exec(purl)?.[1] ?? ''));
  assert.equal([...new Set(names)].sort(), [...licensed].sort());
  assert.ok(['commander', 'js-yaml', 'yaml', 'picomatch', '@kubernetes/client-node', 'prom-client'].every((name) => names.includes(name)));
  const locked = new Map(
    Object.entries(lockfile.packages).map(([path, { version, integrity = '' }]) => [
      `${path.split('node_modules/').at(-1)}@${version}`,
      Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex'),
    ]),
  );
  for (const { purl, hashes } of bom.components)
    assert.is(hashes[0]?.content, locked.get(decodeURIComponent(purl.slice('pkg:npm/'.length))), purl);
});

test('everything in it is reached from the program', () => {
  const edges = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const reached = new Set<string>();
  const visit = (ref: string): void => {
    if (reached.has(ref)) return;
    reached.add(ref);
    for (const next of edges.get(ref) ?? []) visit(next);
  };
  visit(`pkg:npm/${bom.metadata.component.name}@${manifest.version}`);
  assert.equal([...reached].sort(), [...bom.components.map(({ purl }) => purl), `pkg:npm/resilience-renderer@${manifest.version}`].sort());
});

/** A build of these inputs. */
const build = (...inputs: readonly string[]) => ({ inputs: Object.fromEntries(inputs.map((input) => [input, {}])) });

test('it is the same to the byte whatever order the builder finds things in, and names neither time nor place', () => {
  const files = ['node_modules/js-yaml/index.js', 'src/main.ts', 'node_modules/yaml/dist/index.js', 'node_modules/commander/index.js'];
  const given = { manifest, lockfile };
  const once = sbomOf([build(...files)], given);
  assert.is(sbomOf([build(...[...files].reverse()), build(files[0] ?? '')], given), once);
  assert.not.match(text, /timestamp|serialNumber|"tools"/);
  assert.not.ok(text.includes(repository));
});

test('a bundled package without licence, digest or entry in the lockfile fails the build', () => {
  const inputs = [build('node_modules/js-yaml/index.js')];
  const broken = (change: object): Lockfile => {
    const packages = { ...lockfile.packages, 'node_modules/js-yaml': { ...lockfile.packages['node_modules/js-yaml'], ...change } };
    return { ...lockfile, packages } as Lockfile;
  };
  assert.throws(() => sbomOf(inputs, { manifest, lockfile: broken({ license: undefined }) }), /names no licence/);
  assert.throws(() => sbomOf(inputs, { manifest, lockfile: broken({ integrity: 'sha1-AAAA' }) }), /no SHA-512/);
  assert.throws(() => sbomOf([build('node_modules/nobody/index.js')], { manifest, lockfile }), /the lockfile does not have it/);
});

test.run();
