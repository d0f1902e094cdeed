/*
 * `npm test`: every test file but those of test/cluster, in as many processes as there are processors (four at most). uvu runs its files
 * one after the other, and the laws alone take longer than anybody waits. Each process prints what it found when it ends.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const files = readdirSync('test', { recursive: true })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.test.ts') && !/^(?:cluster|golden)\//.test(path))
  .sort();

/** Laws are dealt out like cards, so that no process gets the slowest ones together. The longest lot goes first. */
const lots = [
  ...[0, 1, 2, 3].map((lot) => files.filter((path) => path.startsWith('laws/')).filter((_, i) => i % 4 === lot)),
  files.filter((path) => /^frontends\/(?!reporter\/)/.test(path)).filter((_, i) => i % 2 === 0),
  files.filter((path) => /^frontends\/(?!reporter\/)/.test(path)).filter((_, i) => i % 2 === 1),
  files.filter((path) => path.startsWith('frontends/reporter/')),
  files.filter((path) => !path.includes('/')),
  files.filter((path) => /^(?!laws\/|frontends\/).*\//.test(path)),
].filter((lot) => lot.length > 0);

const missing = files.filter((path) => lots.filter((lot) => lot.includes(path)).length !== 1);
if (missing.length > 0) throw new Error(`not in exactly one lot: ${missing.join(', ')}`);

function run(lot) {
  const pattern = `^(?:${lot.map((path) => path.replaceAll('.', '\\.')).join('|')})$`;
  return new Promise((resolve) => {
    const chunks = [];
    const child = spawn(process.execPath, ['--import', 'tsx', 'node_modules/uvu/bin.js', '-i', '^golden/', 'test', pattern], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(chunks));
      resolve(code === 0);
    });
  });
}

const waiting = [...lots];
const results = [];
async function work() {
  for (let lot = waiting.shift(); lot !== undefined; lot = waiting.shift()) results.push(await run(lot));
}
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, work));
if (results.length !== lots.length || results.includes(false)) process.exitCode = 1;
