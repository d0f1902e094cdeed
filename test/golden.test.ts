import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { type GoldenCase, isFailure, outName, readGoldenCases, repository } from './support/golden-cases.ts';
import { callCli } from './support/run-cli.ts';

const update = process.env['UPDATE_GOLDEN'] === '1';
if (update && process.env['CI'] !== undefined) throw new Error('goldens are never written in CI');
const bundle = join(repository, 'dist/resilience-renderer.cjs');
const cases = readGoldenCases();

test('there are goldens', () => assert.ok(cases.length >= 60, `${cases.length} cases`));

/** The built program on every case, a few processes at a time: one after the other they are a third of the whole test run. */
const programs = update ? [] : runAll(cases);

for (const [at, golden] of cases.entries()) {
  const { name } = golden;
  if (update) {
    test.skip(name, () => undefined);
    write(golden);
    continue;
  }
  test(`${name}: API and report`, () => {
    const found = callCli(golden.argv, { cwd: golden.cwd, ...(golden.stdin === undefined ? {} : { stdin: golden.stdin }) });
    assert.fixture(found.stderr, golden.report);
    assert.fixture(found.stdout, golden.out);
    assert.is(found.exit !== 0, isFailure(golden));
    assert.ok(found.exit === 0 || found.stdout === '', 'a failure prints nothing');
    assert.ok(golden.out !== '' || golden.report !== '', 'a case expects something');
  });
  test(`${name}: the built program`, async () => {
    const { status, stdout, stderr } = await (programs[at] as Promise<ProgramResult>);
    assert.fixture(stderr, golden.report);
    assert.fixture(stdout, golden.out);
    assert.is(status !== 0, isFailure(golden));
  });
  if (golden.out === '' || outName(golden.argv) !== 'out.yaml' || golden.argv[0] !== 'render') continue;
  test(`${name}: rendering the output again changes nothing`, () => {
    if (losesPolicies(golden)) return;
    const flags = golden.argv.slice(2);
    const again = callCli(['render', '-', ...flags], { cwd: golden.cwd, stdin: golden.out });
    assert.is(again.exit, 0, again.stderr);
    assert.fixture(again.stdout, golden.out);
  });
  if (golden.argv.includes('--order=input') || golden.stdin !== undefined) continue;
  test(`${name}: other file names and order give the same bytes`, () => shuffled(golden, (found) => assert.fixture(found, golden.out)));
}

interface ProgramResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runAll(all: readonly GoldenCase[]): readonly Promise<ProgramResult>[] {
  const lanes: Promise<unknown>[] = Array.from({ length: availableParallelism() }, () => Promise.resolve());
  return all.map((golden, i) => {
    const lane = i % lanes.length;
    const result = (lanes[lane] as Promise<unknown>).then(() => runProgram(golden));
    lanes[lane] = result;
    return result;
  });
}

function runProgram({ argv, cwd, stdin }: GoldenCase): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bundle, ...argv], { cwd, env: { PATH: process.env['PATH'] } });
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8');
      child[name].on('data', (chunk: string) => {
        text[name] += chunk;
      });
    }
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, ...text }));
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin ?? '');
  });
}

/** Without its policies an output cannot be rendered again: that would be an orphan. */
function losesPolicies({ argv, out }: GoldenCase): boolean {
  return argv.includes('--policies=drop') || argv.includes('--allow-empty') || !out.includes('kind: ResiliencePolicy');
}

/** Copies the input below names that reverse its order. Reports name files, so only the output is compared. */
function shuffled(golden: GoldenCase, check: (stdout: string) => void): void {
  const root = join(golden.cwd, golden.argv[1] ?? 'in');
  const files = listFiles(root);
  const copy = mkdtempSync(join(tmpdir(), 'golden-'));
  try {
    for (const [i, file] of files.entries()) {
      const to = join(copy, `z${String(files.length - i).padStart(3, '0')}`, relative(root, file));
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, readFileSync(file));
    }
    const found = callCli(['render', copy, ...golden.argv.slice(2)], { cwd: golden.cwd });
    check(found.stdout);
  } finally {
    rmSync(copy, { recursive: true });
  }
}

function listFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function write(golden: GoldenCase): void {
  const found = callCli(golden.argv, { cwd: golden.cwd, ...(golden.stdin === undefined ? {} : { stdin: golden.stdin }) });
  writeOrRemove(join(golden.directory, outName(golden.argv)), found.stdout);
  writeOrRemove(join(golden.directory, 'report.txt'), found.stderr);
}

function writeOrRemove(path: string, text: string): void {
  if (text !== '') writeFileSync(path, text);
  else if (existsSync(path)) rmSync(path);
}

test.run();
