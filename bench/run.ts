/*
 * npm run bench: every row of the table of targets, measured on whole processes. The table goes to standard output, what is
 * being done to standard error.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandLine, parseCommandLine, UsageError, usage } from './command-line.ts';
import { describeMachine } from './machine.ts';
import { repository } from './measure/command.ts';
import { measureRow } from './measure-row.ts';
import { decideExit } from './report/decide-exit.ts';
import { formatDocs } from './report/format-docs.ts';
import { formatRowTitle, formatTableLine } from './report/format-table.ts';
import type { RunReport } from './report/run-report.ts';
import { rows as allRows } from './rows/index.ts';

const write = (text: string): void => void process.stdout.write(text);
const say = (text: string): void => void process.stderr.write(`${text}\n`);

function measure({ rows, quick, profile, output }: CommandLine): RunReport {
  const machine = describeMachine();
  if (machine.load > 0.5) say(`the load is ${machine.load}: on a busy machine figures are worse, and ratios less so`);
  const profiles = profile ? join(repository, 'bench/profiles') : undefined;
  const measured = rows.map((row) => {
    write(formatRowTitle(row.title));
    return measureRow(row, { quick, profiles, say, show: (result) => write(formatTableLine(result)) });
  });
  const report: RunReport = { date: new Date().toISOString().slice(0, 10), quick, machine, rows: measured };
  const path = output ?? (quick ? undefined : join(repository, 'bench/results.json'));
  if (path !== undefined) writeFileSync(path, `${JSON.stringify(report, undefined, 2)}\n`);
  return report;
}

function readReport(path: string, { gate, writeDocs }: CommandLine): RunReport {
  if (!existsSync(path)) throw new UsageError(`--from ${path}: there is no such file`);
  const report = JSON.parse(readFileSync(path, 'utf8')) as RunReport;
  if (report.quick && (gate || writeDocs)) throw new UsageError(`--from ${path}: it is from a --quick run, whose figures mean nothing`);
  const absent = allRows.find(({ name }) => !report.rows.some(({ row }) => row === name));
  if (writeDocs && absent !== undefined) throw new UsageError(`--from ${path}: row "${absent.name}" is not in it`);
  for (const { title, results } of report.rows) write(formatRowTitle(title) + results.map(formatTableLine).join(''));
  return report;
}

function main(): number {
  const line = parseCommandLine(process.argv.slice(2));
  if (line.help) {
    write(usage);
    return 0;
  }
  if (!existsSync(join(repository, 'dist/resilience-renderer.cjs'))) throw new UsageError('there is no dist/: run `npm run build` first');
  const report = line.from === undefined ? measure(line) : readReport(line.from, line);
  if (line.writeDocs) {
    writeFileSync(join(repository, 'docs/performance.md'), formatDocs(report));
    say('wrote docs/performance.md');
  }
  const { code, reasons } = decideExit(report, { gate: line.gate, strict: (process.env['CI'] ?? '') !== '' });
  for (const reason of reasons) say(reason);
  return code;
}

try {
  process.exitCode = main();
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  say(`error: ${error.message}\nhint: npm run bench -- --help`);
  process.exitCode = 2;
}
