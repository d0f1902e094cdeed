import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mixedDocuments } from '../../../bench/corpus/mixed.ts';
import { growthExponent } from '../../../bench/measure/growth-exponent.ts';
import { spreadOf } from '../../../bench/measure/spread.ts';
import { summariseProfile } from '../../../bench/measure/summarise-profile.ts';
import { compareServices } from '../../../bench/oracle/services-equal-kustomize.ts';
import { compareDocuments } from '../../../bench/oracle/untouched-documents.ts';
import { decideExit } from '../../../bench/report/decide-exit.ts';
import { formatDocs } from '../../../bench/report/format-docs.ts';
import { formatTableLine } from '../../../bench/report/format-table.ts';
import { judgeResult } from '../../../bench/report/judge-result.ts';
import type { Figure, Result, Target } from '../../../bench/report/result.ts';
import type { RunReport } from '../../../bench/report/run-report.ts';
import { readReporterFigures } from '../../../bench/rows/reporter.ts';
import { fromText, textOfSegments } from '../../../src/model/source.ts';
import { renderManifests } from '../../../src/pipeline.ts';

test('the median of an odd and of an even number of runs', () => {
  assert.equal(spreadOf([3, 1, 2]), { min: 1, median: 2, max: 3, runs: 3 });
  assert.equal(spreadOf([4, 1, 2, 3]), { min: 1, median: 2.5, max: 4, runs: 4 });
  assert.throws(() => spreadOf([]), RangeError);
});

test('the exponent of linear and of quadratic growth', () => {
  const amounts = [10_000, 50_000, 250_000];
  const of = (time: (amount: number) => number): string =>
    growthExponent(amounts.map((amount) => ({ amount, time: time(amount) }))).toFixed(6);
  assert.is(
    of((n) => n / 7),
    '1.000000',
  );
  assert.is(
    of((n) => n * n),
    '2.000000',
  );
});

const faster: Target = { goal: 20, gate: 10, better: 'higher' };
const longer: Target = { goal: 1.3, gate: 1.6, better: 'lower' };

function figure(median: number, target?: Target): Figure {
  const spread = { min: median - 0.1, median, max: median + 0.1, runs: 5 };
  return { type: 'figure', label: 'a tree', against: 'git status', unit: 'times', spread, ...(target === undefined ? {} : { target }) };
}

test('a figure is judged by its median, towards the side that is better', () => {
  const judged = [figure(25, faster), figure(20, faster), figure(19, faster), figure(10, faster), figure(9.9, faster)].map(judgeResult);
  assert.equal(judged, ['goal', 'goal', 'gate', 'gate', 'failed']);
  assert.equal([figure(1.3, longer), figure(1.6, longer), figure(1.61, longer)].map(judgeResult), ['goal', 'gate', 'failed']);
  assert.is(judgeResult(figure(9, { goal: 20, better: 'higher' })), 'missed');
  assert.is(judgeResult(figure(9)), 'no target');
});

const missing: Result = { type: 'missing', label: 'a tree', reason: 'git not found' };
const broken: Result = { type: 'verdict', label: 'a tree', holds: false, detail: '1 differs' };

function reportOf(...results: readonly Result[]): RunReport {
  const machine = { processor: 'Example 9000', cores: 4, memory: 16, load: 0.1, system: 'linux x64', versions: { node: '20.19.0' } };
  return { date: '2026-01-02', quick: false, machine, rows: [{ row: 'check', title: '`--check` of a tree', results }] };
}

test('only a gate fails --gate, a missing peer fails it in CI, and what broke always fails', () => {
  const code = (result: Result, gate: boolean, strict: boolean): number => decideExit(reportOf(result), { gate, strict }).code;
  assert.equal(
    [code(figure(2, longer), false, true), code(figure(2, longer), true, false), code(figure(1.6, longer), true, true)],
    [0, 1, 0],
  );
  assert.equal([code(figure(9, { goal: 20, better: 'higher' }), true, true), code(figure(9), true, true)], [0, 0]);
  assert.equal([code(missing, false, true), code(missing, true, false), code(missing, true, true)], [0, 0, 1]);
  assert.equal([code(broken, false, false), code({ ...broken, holds: true }, true, true)], [1, 0]);
  assert.equal(decideExit(reportOf(figure(2, longer)), { gate: true, strict: false }).reasons, ['check: a tree: the gate is not reached']);
});

test('a lower bound says that it is one', () => {
  const line = formatTableLine({ ...figure(400, faster), unit: 'times faster', stoppedAfter: 120_000 });
  assert.match(line, 'goal reached');
  assert.match(line, 'at least 400 / 400 / 400x faster (5 runs, stopped after 120 s); goal 20.0x faster, gate 10.0x faster');
});

test('the page says where it was measured and shows figures beside goal and gate', () => {
  const page = formatDocs(reportOf(figure(1.5, longer), missing, broken));
  assert.match(page, 'Measured on 2026-01-02: Example 9000, 4 cores, 16 GiB, linux x64, load 0.1 at the start; node 20.19.0.');
  assert.match(page, '### `--check` of a tree');
  assert.match(page, '| a tree | git status | 1.40 / 1.50 / 1.60x (5 runs) |  | 1.30x | 1.60x | gate reached |');
  assert.match(page, '| a tree |  | git not found |  |  |  | not measured |');
  assert.match(page, '| a tree |  | 1 differs |  |  |  | BROKEN |');
});

test('the figures of the reporter are taken by name, and a renamed one does not pass', () => {
  const figures = {
    policies: 10_000,
    'policies that are Ready': 10_000,
    'RSS at most': 190,
    'writes in 60 idle seconds': 1,
    'change to status, 99th percentile': 0.7,
  };
  assert.equal(readReporterFigures(figures).map(judgeResult), ['goal', 'failed', 'gate']);
  const { 'RSS at most': _, ...others } = figures;
  assert.throws(() => readReporterFigures(others), /no figure like \^RSS at most\$/);
  assert.throws(() => readReporterFigures({ ...figures, 'policies that are Ready': 9_999 }), '9999 of 10000 policies became Ready');
});

test('a profile names the functions that took most time', () => {
  const at = (functionName: string, url: string): { functionName: string; url: string; lineNumber: number } => ({
    functionName,
    url,
    lineNumber: 4,
  });
  const nodes = [
    { id: 1, callFrame: at('scan', '/tmp/readable.cjs') },
    { id: 2, callFrame: at('', 'node:fs') },
  ];
  const lines = summariseProfile({ nodes, samples: [1, 2, 1], timeDeltas: [1000, 500, 2000] }, 'readable.cjs');
  assert.equal(lines, [' 85.7 %       3.0 ms  scan', ' 14.3 %       0.5 ms  (anonymous:5) (node:fs)']);
});

test('the oracle of untouched documents sees a changed byte, a lost document and one that came twice', () => {
  const documents = [...mixedDocuments({ count: 300, seed: 7 })];
  const { output } = renderManifests([fromText('corpus.yaml', documents.map(({ text }) => text).join('---\n'))]);
  const printed = textOfSegments(output);
  const verdict = (text: string): boolean => compareDocuments(documents, text).holds;
  const [, second = ''] = printed.split(/^---\n/m);
  assert.ok(verdict(printed));
  assert.not.ok(verdict(printed.replace('replicas: ', 'replicas:  ')));
  assert.not.ok(verdict(printed.replace(`---\n${second}`, '')));
  assert.not.ok(verdict(`${printed}---\n${second}`));
});

test('the oracle of Services sees a difference, and one that is missing', () => {
  const [cart, web] = [{ metadata: { name: 'cart' } }, { metadata: { name: 'web', annotations: { owner: 'shop' } } }];
  const expected = new Map<string, unknown>([
    ['cart', cart],
    ['web', web],
  ]);
  const holds = (found: ReadonlyMap<string, unknown>): boolean => {
    const result = compareServices(found, { expected, count: 2 });
    return result.type === 'verdict' && result.holds;
  };
  assert.ok(holds(new Map(expected)));
  assert.not.ok(holds(new Map([...expected, ['web', { metadata: { name: 'web' } }]])));
  assert.not.ok(holds(new Map([['cart', cart]])));
  assert.not.ok(holds(new Map([...expected, ['spare', cart]])));
});

test.run();
