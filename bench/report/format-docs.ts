import { slowPair } from '../measure/compare-commands.ts';
import { longestRun } from '../measure/run-command.ts';
import { formatResult } from './format-result.ts';
import type { RowResults } from './result.ts';
import type { RunReport } from './run-report.ts';

const preface = `# How fast it is

<!-- Written by \`npm run bench -- --write-docs\`. Change the words in bench/report/format-docs.ts. -->

A hook that is slow gets removed, so speed is part of what this tool is for. A document whose bytes show that no policy is about
it is not parsed: it is found by a scan, and copied ([why](decisions/0002-never-parse-what-is-not-changed.md)). The command loads
only what a call needs ([why](decisions/0008-commonjs-bin-esm-library.md)). What was tried for speed and memory, and what did not
pay, is in [a page of its own](decisions/0017-speed-and-memory.md). What that gives is below.

Compare with care. Figures are ratios of whole processes that ran in turn on one machine, not seconds on yours. kustomize parses
and checks everything, so "faster" there means "the same annotated Services sooner", not "the same job done better".

The goal is what a prototype reached. The gate is what a change must not fall behind: \`npm run bench -- --gate\` fails on it.
`;

const method = `## How it was measured

Whole processes, from start to exit, output to \`/dev/null\`; ours and the other in turn, A B A B, after a pair that does not
count. A ratio is the median of the ratios of neighbours. A pair that takes more than ${slowPair / 1000} seconds is measured once. A
command that takes longer than ${longestRun / 1000} seconds is stopped, and the figure is a lower bound. \`NODE_OPTIONS\` and
\`NODE_EXTRA_CA_CERTS\` are unset: a file of certificates makes every start of Node 20 slower, and hides what the program costs.
Peak memory is \`VmHWM\` of the process when it exits, in megabytes of 10^6 bytes. The inputs are made from a seed (\`bench/corpus\`).

On your machine: \`npm run bench\`, or one row: \`npm run bench -- --row tiny\`.
`;

/** docs/performance.md. */
export function formatDocs(report: RunReport): string {
  const { machine, date } = report;
  const versions = Object.entries(machine.versions).map(([name, version]) => `${name} ${version}`);
  const where = `Measured on ${date}: ${machine.processor}, ${machine.cores} cores, ${machine.memory} GiB, ${machine.system}, load ${machine.load} at the start; ${versions.join(', ')}.\n`;
  return [preface, '## Figures\n', where, ...report.rows.map(formatSection), method].join('\n');
}

function formatSection({ title, results }: RowResults): string {
  const cells = results.map(formatResult);
  const lines = cells.map(({ what, against, measured, times, goal, gate, judgement }) =>
    [what, against, measured, times, goal, gate, judgement].map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | '),
  );
  const head = '| what | against | min / median / max | medians | goal | gate | |\n|---|---|---|---|---|---|---|';
  return `### ${title.charAt(0).toUpperCase()}${title.slice(1)}\n\n${head}\n${lines.map((line) => `| ${line} |\n`).join('')}`;
}
