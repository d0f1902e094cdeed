import { spawn } from 'node:child_process';
import { repository } from '../support/golden-cases.ts';
import { bundleWorker, type Replacement } from './bundle.ts';
import type { WorkerAnswer, WorkerOrder } from './worker.ts';

/** Bundles the fuzzer, runs it in a process of its own, and gives its answer. */
export async function runWorker(name: string, order: WorkerOrder, replacement?: Replacement): Promise<WorkerAnswer> {
  const script = await bundleWorker(name, replacement);
  const child = spawn(process.execPath, ['--max-old-space-size=3000', script, JSON.stringify(order)], {
    cwd: repository,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (text: string) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the fuzzer ended with ${code}\n${output.slice(-2000)}`);
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as WorkerAnswer;
}
