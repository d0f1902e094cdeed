import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseCommandLine, UsageError } from '../../bench/command-line.ts';
import type { RunReport } from '../../bench/report/run-report.ts';
import { rows } from '../../bench/rows/index.ts';
import { repository } from '../support/golden-cases.ts';
import { withTree } from '../support/temp-tree.ts';

/** The harness runs, says what it measured and fails when it should; no figure is looked at (issue 6: no timing in tests). */

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function runBench(argv: readonly string[], environment: NodeJS.ProcessEnv = {}): Ended {
  const { CI: _, ...rest } = process.env;
  const command = ['--import', 'tsx', join(repository, 'bench/run.ts'), ...argv];
  return spawnSync(process.execPath, command, { cwd: repository, env: { ...rest, ...environment }, encoding: 'utf8', timeout: 120_000 });
}

test('a quick run measures its rows, prints a line for each result and writes them down', () => {
  withTree({}, (root) => {
    const path = join(root, 'results.json');
    const before = existsSync(join(repository, 'bench/results.json')) ? readFileSync(join(repository, 'bench/results.json')) : undefined;
    const { status, stdout, stderr } = runBench(['--quick', '--row', 'start', '--row', 'oracle', '--output', path]);
    assert.is(status, 0, stderr);
    assert.match(stdout, / --help, against node -e 0\n +\d[\d.]* \/ \d[\d.]* \/ \d[\d.]*x \(2 runs\); \d[\d.,]* and \d[\d.,]* ms\n/);
    assert.match(stdout, / holds +untouched documents byte-equal\n/);
    const { quick, machine, rows: measured } = JSON.parse(readFileSync(path, 'utf8')) as RunReport;
    assert.is(quick, true);
    assert.is(machine.versions['node'], process.version.slice(1));
    assert.equal(
      measured.map(({ row }) => row),
      ['start', 'oracle'],
    );
    for (const { row, results } of measured) assert.ok(results.length >= 2, row);
    const after = existsSync(join(repository, 'bench/results.json')) ? readFileSync(join(repository, 'bench/results.json')) : undefined;
    assert.equal(after, before, 'a quick run leaves the results of a real one alone');
  });
});

test('--gate fails on the results of an earlier run that is behind a gate, and on what is missing in CI', () => {
  withTree({}, (root) => {
    const path = join(root, 'results.json');
    const machine = { processor: 'Example 9000', cores: 4, memory: 16, load: 0, system: 'linux x64', versions: {} };
    const results = (median: number): RunReport['rows'][number]['results'] => [
      {
        type: 'figure',
        label: '--version',
        against: 'node -e 0',
        unit: 'times',
        spread: { min: 1, median, max: 3, runs: 21 },
        target: { goal: 1.3, gate: 1.6, better: 'lower' },
      },
      { type: 'missing', label: '5,000 files', reason: 'git not found' },
    ];
    const run = (median: number, argv: readonly string[], environment: NodeJS.ProcessEnv = {}): number | null => {
      const report: RunReport = {
        date: '2026-01-02',
        quick: false,
        machine,
        rows: [{ row: 'start', title: 'start', results: results(median) }],
      };
      writeFileSync(path, JSON.stringify(report));
      return runBench(['--from', path, ...argv], environment).status;
    };
    assert.equal([run(1.7, []), run(1.7, ['--gate']), run(1.5, ['--gate'], { CI: 'true' })], [0, 1, 1]);
    const { status, stderr } = runBench(['--from', path, '--write-docs']);
    assert.equal([status, stderr], [2, `error: --from ${path}: row "tiny" is not in it\nhint: npm run bench -- --help\n`]);
  });
});

test('a wrong command line is exit code 2, with a word on what is right', () => {
  const { status, stdout, stderr } = runBench(['--row', 'lage']);
  assert.equal([status, stdout, stderr], [2, '', 'error: no row "lage"; did you mean "large"?\nhint: npm run bench -- --help\n']);
  const problem = (...argv: readonly string[]): string => {
    try {
      parseCommandLine(argv);
      return '';
    } catch (error) {
      assert.instance(error, UsageError);
      return (error as Error).message;
    }
  };
  assert.match(problem('--row', 'q'), /^no row "q"; there are start, tiny, /);
  assert.match(problem('--qick'), /--qick/);
  assert.match(problem('tiny'), /positional/);
  assert.match(problem('--quick', '--gate'), '--gate excludes --quick');
  assert.match(problem('--write-docs', '--row', 'tiny'), '--write-docs excludes --row');
  assert.match(problem('--from', 'results.json', '--profile'), '--from excludes --profile');
});

test('every row has a name of its own, and without --row all are measured', () => {
  assert.is(new Set(rows.map(({ name }) => name)).size, rows.length);
  assert.equal(parseCommandLine([]).rows, rows);
  assert.equal(
    parseCommandLine(['--row', 'krm', '--row', 'start']).rows.map(({ name }) => name),
    ['start', 'krm'],
  );
});

test.run();
