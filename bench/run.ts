/*
 * npm run bench: whole processes, timed in turn with their yardstick, as ratios (medians of pairs): absolute times drift
 * by a fifth on shared machines. NODE_EXTRA_CA_CERTS is unset: it alone costs Node 20 37 ms a start.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpus, policy, service } from './corpus.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 11);
const bundle = join(import.meta.dirname, '../dist/resilience-renderer.cjs');
const directory = mkdtempSync(join(tmpdir(), 'bench-'));
const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...env } = process.env;

/** Milliseconds of one run; its output goes to a file that is thrown away. */
function time(command: readonly string[]): number {
  const [program, ...args] = command;
  const out = openSync('/dev/null', 'w');
  const start = performance.now();
  const { status } = spawnSync(program as string, args, { env, stdio: ['ignore', out, 'ignore'] });
  const spent = performance.now() - start;
  closeSync(out);
  if (status !== 0) throw new Error(`${command.join(' ')}: exit ${status}`);
  return spent;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** One line of the table: a command and what it is measured against, A B A B …, after a warm-up of each. */
function row(name: string, command: readonly string[], yardstick: readonly string[]): void {
  time(command);
  time(yardstick);
  const pairs = Array.from({ length: rounds }, () => [time(command), time(yardstick)] as const);
  const ms = median(pairs.map(([a]) => a));
  const ratio = median(pairs.map(([a, b]) => a / b));
  console.log(`${name.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms ${ratio.toFixed(2).padStart(8)} x`);
}

function write(name: string, documents: Iterable<string>): string {
  const path = join(directory, name);
  const fd = openSync(path, 'w');
  let first = true;
  for (const document of documents) {
    writeSync(fd, first ? document : `---\n${document}`);
    first = false;
  }
  closeSync(fd);
  return path;
}

function* pairs(count: number): Generator<string> {
  for (let i = 0; i < count; i++) {
    yield service(`svc-${i}`, 0);
    yield policy(`pol-${i}`, `svc-${i}`);
  }
}

const nothing = ['node', '-e', '0'];
const render = (path: string): readonly string[] => ['node', bundle, 'render', '--quiet', path];
try {
  console.log(`node ${process.version}, ${rounds} rounds`);
  row('--version / node -e 0', ['node', bundle, '--version'], nothing);
  row('1 Service + 1 policy / node -e 0', render(write('tiny.yaml', pairs(1))), nothing);
  for (const documents of [1000, 10_000, 50_000]) {
    const path = write(`mixed-${documents}.yaml`, corpus(documents, 7));
    const size = (statSync(path).size / 1e6).toFixed(1);
    row(`${documents} mixed documents, ${size} MB / node -e 0`, render(path), nothing);
    row(`${documents} mixed documents, ${size} MB / cat`, render(path), ['cat', path]);
  }
  for (const count of [1000, 5000])
    row(`${count} Services + ${count} policies / node -e 0`, render(write(`pairs-${count}.yaml`, pairs(count))), nothing);
} finally {
  rmSync(directory, { recursive: true });
}
