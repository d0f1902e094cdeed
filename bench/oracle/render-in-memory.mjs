// Renders one file that is held in memory, with the library, and prints a hash of the output.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fromBytes, renderManifests } from '../../dist/lib/index.js';

const [path] = process.argv.slice(2);
const { ok, output } = renderManifests([fromBytes(path, readFileSync(path))]);
if (!ok) throw new Error('it does not render');
const hash = createHash('sha256');
for (const segment of output) hash.update(typeof segment === 'string' ? segment : segment.file.read(segment.from, segment.to));
process.stdout.write(hash.digest('hex'));
