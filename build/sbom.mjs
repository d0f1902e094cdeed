// What is bundled stands in no node_modules that a scanner would see, and as devDependencies in the lockfile: this list is the only one
// that says what a user runs. It has no serial number and no time, so that the same sources give the same bytes.
import { bundledDirectories } from './licenses.mjs';

/** The bill of materials of the given builds (esbuild metafiles) in CycloneDX 1.6 (cyclonedx.org/docs/1.6/json), from package.json and package-lock.json. */
export function sbomOf(metafiles, { manifest, lockfile }) {
  const directories = bundledDirectories(metafiles);
  const refs = new Map(directories.map(({ directory }) => [directory, purlOf(lockedAt(lockfile, directory), directory)]));
  const components = directories.map(({ directory }) => componentAt(lockedAt(lockfile, directory), directory));
  const root = { ...componentOf('application', manifest), 'bom-ref': `pkg:npm/${manifest.name}@${manifest.version}` };
  const direct = Object.keys(manifest.devDependencies).flatMap((name) => refs.get(`node_modules/${name}`) ?? []);
  const dependencies = directories.map(({ directory }) => {
    const wanted = Object.keys(lockedAt(lockfile, directory).dependencies ?? {});
    const found = wanted.flatMap((name) => refs.get(resolveFrom(directory, name, lockfile)) ?? []);
    return { ref: refs.get(directory), dependsOn: [...new Set(found)].sort() };
  });
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component: { ...root, purl: root['bom-ref'] } },
    components: sortBy('bom-ref', components),
    dependencies: [{ ref: root['bom-ref'], dependsOn: [...new Set(direct)].sort() }, ...sortBy('ref', dependencies)],
    compositions: [{ aggregate: 'complete', assemblies: [root['bom-ref']] }],
  };
  return `${JSON.stringify(bom, null, 2)}\n`;
}

function lockedAt(lockfile, directory) {
  const locked = lockfile.packages[directory];
  if (locked === undefined) throw new Error(`${directory} is bundled, but the lockfile does not have it`);
  return locked;
}

function componentAt(locked, directory) {
  const purl = purlOf(locked, directory);
  const [, digest] = /^sha512-([A-Za-z0-9+/=]+)$/.exec(locked.integrity ?? '') ?? [];
  if (digest === undefined) throw new Error(`${directory} is bundled, but the lockfile has no SHA-512 of it`);
  const hashes = [{ alg: 'SHA-512', content: Buffer.from(digest, 'base64').toString('hex') }];
  return { ...componentOf('library', { ...locked, name: nameOf(directory) }), 'bom-ref': purl, hashes, purl };
}

function componentOf(type, { name, version, license }) {
  if (license === undefined) throw new Error(`${name} is bundled, but names no licence`);
  const [, scope, rest] = /^(?:(@[^/]+)\/)?(.+)$/.exec(name);
  const licenses = / |\(/.test(license) ? [{ expression: license }] : [{ license: { id: license } }];
  return { type, ...(scope === undefined ? {} : { group: scope }), name: rest, version, licenses };
}

const nameOf = (directory) => directory.split('node_modules/').at(-1);

/** A package URL (purl-spec, type npm): the `@` of a scope is percent-encoded. */
const purlOf = ({ version }, directory) => `pkg:npm/${nameOf(directory).replace('@', '%40')}@${version}`;

/** Where Node would find a package for one that lies in a directory. */
function resolveFrom(directory, name, { packages }) {
  for (let at = directory; ; at = at.slice(0, at.lastIndexOf('/node_modules/'))) {
    if (packages[`${at}/node_modules/${name}`] !== undefined) return `${at}/node_modules/${name}`;
    if (!at.includes('/node_modules/')) return `node_modules/${name}`;
  }
}

function sortBy(key, items) {
  const seen = new Map(items.map((item) => [item[key], item]));
  return [...seen.values()].sort((a, b) => (a[key] < b[key] ? -1 : 1));
}
