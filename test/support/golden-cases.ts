import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository: string = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const goldenRoot: string = join(repository, 'test/golden');

/** One directory of test/golden; its name is a sentence. */
export interface GoldenCase {
  readonly name: string;
  readonly directory: string;
  readonly cwd: string;
  readonly argv: readonly string[];
  readonly stdin: string | undefined;
  /** Expected standard output; '' where the file is absent. */
  readonly out: string;
  /** Expected standard error; '' where the file is absent. */
  readonly report: string;
}

/** What a case may hold: anything else is a mistake that would never be read. */
const known = new Set(['in', 'args', 'path', 'stdin.yaml', 'out.yaml', 'out.json', 'out.txt', 'report.txt']);

export function readGoldenCases(): readonly GoldenCase[] {
  return readdirSync(goldenRoot)
    .sort()
    .map((name) => readCase(name, join(goldenRoot, name)));
}

function readCase(name: string, directory: string): GoldenCase {
  for (const entry of readdirSync(directory)) {
    if (!known.has(entry)) throw new Error(`test/golden/${name}: nobody reads ${entry}`);
  }
  const flags = readLines(join(directory, 'args'));
  const path = readLines(join(directory, 'path'))[0];
  const stdin = readOptional(join(directory, 'stdin.yaml'));
  const target = path ?? (stdin === undefined ? 'in' : '-');
  const isCommand = flags[0] !== undefined && !flags[0].startsWith('-');
  return {
    name,
    directory,
    cwd: path === undefined ? directory : repository,
    argv: isCommand ? flags : ['render', target, ...flags],
    stdin,
    out: readOptional(join(directory, outName(flags))) ?? '',
    report: readOptional(join(directory, 'report.txt')) ?? '',
  };
}

export function outName(argv: readonly string[]): string {
  if (argv.some((flag) => flag === '--output=json')) return 'out.json';
  return argv[0] === undefined || argv[0].startsWith('-') || argv[0] === 'render' ? 'out.yaml' : 'out.txt';
}

/** 0 without an error in the report, else what the case's codes say. */
export function isFailure(golden: GoldenCase): boolean {
  const worst = golden.argv.includes('--strict') ? /(?:^|: )(?:error|warning)[ :]/m : /(?:^|: )error[ :]/m;
  return worst.test(golden.report);
}

function readOptional(path: string): string | undefined {
  return existsSync(path) && statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined;
}

function readLines(path: string): readonly string[] {
  return (readOptional(path) ?? '').split('\n').filter((line) => line !== '');
}
