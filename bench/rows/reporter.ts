import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peers } from '../../test/cluster/peers.ts';
import { repository } from '../measure/command.ts';
import { BenchError, runCommand } from '../measure/run-command.ts';
import { spreadOf } from '../measure/spread.ts';
import type { Missing, Result, Target, Unit } from '../report/result.ts';
import type { Row } from './row.ts';

const policies = 10_000;
/** Starting a control plane and filling it takes a while. */
const limit = 45 * 60_000;
const program: string = join(repository, 'bench/reporter-scale.ts');

/** What is taken from the figures of that program, which have names. */
const wanted: readonly (Target & { readonly name: RegExp; readonly unit: Unit })[] = [
  { name: /^RSS at most$/, unit: 'MiB', goal: 200, gate: 256, better: 'lower' },
  { name: /^writes in \d+ idle seconds$/, unit: 'writes', goal: 0, gate: 0, better: 'lower' },
  { name: /^change to status, 99th percentile$/, unit: 's', goal: 0.5, gate: 1, better: 'lower' },
];

/** Measured by a program of its own, which writes its figures to the file that BENCH_JSON names. */
export const reporter: Row = {
  name: 'reporter',
  title: 'status reporter with 10,000 policies',
  *measure(bench) {
    const reason = reasonAgainst(bench.quick);
    if (reason !== undefined) {
      yield { type: 'missing', label: 'status reporter', reason } satisfies Missing;
      return;
    }
    bench.say('status reporter, against an API server');
    const file = join(bench.directory, 'reporter.json');
    const argv = [process.execPath, '--import', 'tsx', program, String(policies)] as const;
    const { stopped } = runCommand({ argv, cwd: repository, env: { BENCH_JSON: file }, family: true }, limit);
    if (stopped) throw new BenchError(`bench/reporter-scale.ts: stopped after ${limit / 60_000} minutes`);
    yield* readReporterFigures(JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, number>>);
  },
};

function reasonAgainst(quick: boolean): string | undefined {
  if (quick) return 'it takes an API server, which --quick does not start';
  if (!existsSync(program)) return 'bench/reporter-scale.ts is not there';
  const absent = (['etcd', 'kube-apiserver'] as const).find((peer) => !existsSync(peers[peer]));
  return absent && `${absent} not found (\`npm run tools\` builds it)`;
}

/** The figures that have a target. Throws BenchError when one is absent: a renamed figure must not pass unseen. */
export function readReporterFigures(figures: Readonly<Record<string, number>>): readonly Result[] {
  const ready = figures['policies that are Ready'];
  if (ready !== figures['policies']) throw new BenchError(`${ready ?? 'no'} of ${figures['policies'] ?? '?'} policies became Ready`);
  return wanted.map(({ name, unit, ...target }) => {
    const [label, value] = Object.entries(figures).find(([key]) => name.test(key)) ?? [];
    if (label === undefined || value === undefined) throw new BenchError(`bench/reporter-scale.ts gives no figure like ${name.source}`);
    return { type: 'figure', label, against: `an idle API server, ${ready} policies`, unit, spread: spreadOf([value]), target };
  });
}
