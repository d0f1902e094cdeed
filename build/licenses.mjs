// What is bundled must bring its licence along: MIT, ISC and BSD ask for it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packageOf = /^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** The packages among the inputs of the given builds (esbuild metafiles) and where they lie, sorted by that. */
export function bundledDirectories(metafiles) {
  const inputs = metafiles.flatMap(({ inputs }) => Object.keys(inputs));
  const directories = new Map(inputs.flatMap((input) => (packageOf.test(input) ? [packageOf.exec(input).slice(1, 3)] : [])));
  return [...directories].sort(([a], [b]) => (a < b ? -1 : 1)).map(([directory, name]) => ({ directory, name }));
}

/** The licence texts of every bundled package, sorted by name. */
export function licensesOf(metafiles) {
  const directories = new Map(bundledDirectories(metafiles).map(({ directory, name }) => [name, directory]));
  const texts = [...directories]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, directory]) => `${name}\n\n${licenseIn(name, directory)}`);
  return `Bundled packages and their licences\n\n${texts.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`;
}

function licenseIn(name, directory) {
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name} is bundled, but ships no licence text`);
  return readFileSync(join(directory, file), 'utf8').trim();
}
