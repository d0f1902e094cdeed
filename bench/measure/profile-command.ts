import { mkdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import type { Bench } from '../bench.ts';
import { type Command, repository, withNodeFlags } from './command.ts';
import { writeReadableBundle } from './readable-bundle.ts';
import { runCommand } from './run-command.ts';
import { type CpuProfile, summariseProfile } from './summarise-profile.ts';

/** Several lines of a row measure one command. */
const profiled = new Set<string>();

/** With `--profile`: runs our command once more, untimed and with readable names, and keeps a CPU profile. */
export function profileCommand(bench: Bench, label: string, command: Command): void {
  if (bench.profiles === undefined) return;
  const identity = JSON.stringify(command);
  if (profiled.has(identity)) return;
  profiled.add(identity);
  mkdirSync(bench.profiles, { recursive: true });
  const readable = writeReadableBundle(bench.directory);
  const [program, , ...args] = command.argv;
  const name = `${label.replaceAll(/[^\w.]+/g, '-').replaceAll(/^-+|-+$/g, '')}.cpuprofile`;
  const flags = ['--cpu-prof', '--cpu-prof-interval=200', `--cpu-prof-dir=${bench.profiles}`, `--cpu-prof-name=${name}`];
  runCommand(withNodeFlags({ ...command, argv: [program, readable, ...args] }, flags));
  const path = join(bench.profiles, name);
  bench.say(`profile: ${relative(repository, path)}`);
  for (const line of summariseProfile(JSON.parse(readFileSync(path, 'utf8')) as CpuProfile, basename(readable))) bench.say(`  ${line}`);
}
