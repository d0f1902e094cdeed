import { type ChildProcess, spawn } from 'node:child_process';
import { sleep } from './wait.ts';

/** A program of a test, which can be harmed and started again. */
export interface ManagedProcess {
  start(): Promise<void>;
  /** Ends it and waits until it is gone; what it answered with is its exit code, or null for a signal. */
  kill(signal?: NodeJS.Signals): Promise<number | null>;
  /** Frozen: its connections stay open and nothing answers. */
  pause(): void;
  resume(): void;
  readonly running: boolean;
  readonly pid: number | undefined;
  /** What it has written so far. */
  log(): string;
}

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Asked until it says yes. */
  readonly isReady: () => Promise<boolean>;
}

const running = new Set<ChildProcess>();

// A test that dies must not leave servers behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Describes a program; nothing runs before `start`. */
export function manageProcess(options: ProcessOptions): ManagedProcess {
  let child: ChildProcess | undefined;
  let log = '';
  const isAlive = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    async start() {
      const started = spawn(options.command, options.args, { env: options.env, cwd: options.cwd, stdio: ['ignore', 'pipe', 'pipe'] });
      child = started;
      running.add(started);
      for (const stream of [started.stdout, started.stderr]) stream?.on('data', (chunk: Buffer) => (log += chunk.toString()));
      started.once('exit', () => running.delete(started));
      await untilReady(options, { isAlive, log: () => log, end: () => void started.kill('SIGKILL') });
    },
    async kill(signal = 'SIGKILL') {
      const dying = child;
      if (dying === undefined || !isAlive()) return dying?.exitCode ?? null;
      const gone = new Promise<number | null>((resolve) => dying.once('exit', resolve));
      dying.kill(signal);
      return await gone;
    },
    pause: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    get running() {
      return isAlive();
    },
    get pid() {
      return child?.pid;
    },
    log: () => log,
  };
}

interface Started {
  isAlive(): boolean;
  log(): string;
  end(): void;
}

async function untilReady({ name, isReady }: ProcessOptions, { isAlive, log, end }: Started): Promise<void> {
  // Generous: two cores may be busy with other suites.
  const deadline = Date.now() + 120_000;
  while (!(await isReady())) {
    if (!isAlive() || Date.now() > deadline) {
      end();
      throw new Error(`${name} does not start:\n${log().slice(-4000)}`);
    }
    await sleep(100);
  }
}
