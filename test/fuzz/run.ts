import { parseArgs } from 'node:util';
import { type FuzzInput, parseInput } from './input.ts';
import { plantedBugs } from './planted-bugs.ts';
import { runWorker } from './run-worker.ts';
import { attack, type TargetName, targetNames } from './targets.ts';
import type { WorkerAnswer } from './worker.ts';

const usage = `npm run fuzz -- [--minutes N | --executions N] [--seed S] [--target T]…   looks for inputs that break a law
npm run fuzz -- --planted [--bug NAME]…                                     proves that it finds the bugs of planted-bugs.ts
targets: ${targetNames.join(', ')}; all of them unless told otherwise
`;

/** Executions within which each planted bug has to be found. */
const plantedLimit = 3_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string' },
      executions: { type: 'string' },
      seed: { type: 'string', default: '1' },
      target: { type: 'string', multiple: true },
      planted: { type: 'boolean', default: false },
      bug: { type: 'string', multiple: true },
      help: { type: 'boolean', default: false },
    },
  });
  const targets = values.target ?? targetNames;
  const unknown = targets.filter((name) => !targetNames.includes(name as TargetName));
  const numbers = [values.minutes, values.executions, values.seed].filter((text) => text !== undefined).map(Number);
  if (values.help || unknown.length > 0 || numbers.some(Number.isNaN)) {
    process.stderr.write(usage);
    return values.help ? 0 : 2;
  }
  if (values.planted) return proveBugs(values.bug);
  const minutes = values.minutes ?? (values.executions === undefined ? '1' : undefined);
  const answer = await runWorker(`worker-${values.seed}`, {
    seed: Number(values.seed),
    targets: targets as readonly TargetName[],
    ...(minutes === undefined ? {} : { milliseconds: Number(minutes) * 60_000 }),
    ...(values.executions === undefined ? {} : { executions: Number(values.executions) }),
  });
  process.stdout.write(describeAnswer(answer));
  return answer.findings.length === 0 ? 0 : 1;
}

export function describeAnswer({ executions, worked, corpus, coverage, findings }: WorkerAnswer): string {
  const rooms = coverage.map(
    ({ folder, lines, covered }) => `  ${folder.padEnd(20)}${((100 * covered) / lines).toFixed(1).padStart(6)} %  of ${lines} lines`,
  );
  const counts = Object.entries(worked).map(
    ([target, count]) => `  ${target.padEnd(20)}${String(count).padStart(8)} executions did something`,
  );
  const found = findings.map(
    ({ law, message, input, executions: at }) => `FOUND after ${at} executions: ${law}\n${message}\ninput: ${input}\n`,
  );
  return [
    `${executions} executions, ${corpus} of them reached code for the first time, ${findings.length} findings`,
    ...counts,
    'code that ran:',
    ...rooms,
    ...found,
    '',
  ].join('\n');
}

/** Plants one bug after the other; each has to be found. The last lines are those of a suite, which `.ci/run` adds up. */
async function proveBugs(names: readonly string[] = plantedBugs.map(({ name }) => name)): Promise<number> {
  const bugs = plantedBugs.filter(({ name }) => names.includes(name));
  let missed = 0;
  for (const bug of bugs) {
    const order = { seed: 1, targets: bug.targets ?? targetNames, executions: plantedLimit, firstOnly: true };
    const { findings, executions } = await runWorker(`planted-${bug.name}`, order, bug);
    const [found] = findings;
    const isProof = found !== undefined && passes(parseInput(found.input), order.targets);
    if (!isProof) missed++;
    const verdict =
      found === undefined
        ? `MISSED in ${executions} executions`
        : `${isProof ? 'found' : 'NO PROOF, it breaks without the bug too,'} after ${String(found.executions).padStart(4)} executions: ${found.law}`;
    process.stdout.write(`${bug.name.padEnd(40)} ${verdict}\n`);
    if (found !== undefined && !isProof) process.stdout.write(`${found.message}\ninput: ${found.input}\n`);
  }
  process.stdout.write(`\n  Total:     ${bugs.length}\n  Passed:    ${bugs.length - missed}\n  Skipped:   0\n`);
  return missed === 0 && bugs.length > 0 ? 0 : 1;
}

/** Without the bug the same input breaks no law: it was the bug that was found. */
function passes(input: FuzzInput, names: readonly TargetName[]): boolean {
  try {
    attack(input, names);
    return true;
  } catch {
    return false;
  }
}

process.exitCode = await main();
