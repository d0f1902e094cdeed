import { spawnSync } from 'node:child_process';
import { runCli } from '../../src/frontends/cli/run-cli.ts';
import { processWriter } from '../../src/frontends/process/process-writer.ts';
import type { World } from '../../src/frontends/world.ts';
import { fromText, textOfSegments } from '../../src/model/source.ts';

export interface CliResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, in a directory, with a pipe on every side. */
export function callCli(
  argv: readonly string[],
  where: { readonly cwd: string; readonly stdin?: string; readonly world?: Partial<World> },
): CliResult {
  const before = process.cwd();
  let stdout = '';
  let stderr = '';
  process.chdir(where.cwd);
  try {
    const exit = runCli({
      argv,
      env: {},
      stdinIsTerminal: () => false,
      stderrIsTerminal: () => false,
      readStdin: () => ({ ...fromText('-', where.stdin ?? ''), piped: true }),
      writeOutput: (segments) => {
        stdout += textOfSegments(segments);
        return true;
      },
      writeError: (text) => {
        stderr += text;
      },
      within: (_, work) => work(),
      now: () => 0,
      writer: processWriter,
      uninterrupted: (work) => work(),
      runService: () => {
        throw new Error('a test starts no service');
      },
      self: [process.execPath, 'resilience-renderer'],
      runProgram: (command, args, { cwd, env, timeout }) => {
        const done = spawnSync(command, args, { cwd, env, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
        return { code: done.status ?? -1, stdout: done.stdout ?? Buffer.alloc(0), stderr: String(done.stderr ?? '') };
      },
      ...where.world,
    });
    return { exit, stdout, stderr };
  } finally {
    process.chdir(before);
  }
}
