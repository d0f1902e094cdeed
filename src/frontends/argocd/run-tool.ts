import { join } from 'node:path';
import { printable } from '../../diagnostics/format/text.ts';
import type { Call } from './call.ts';
import { withHome } from './tool-home.ts';

/** A program that turns the source into manifests. */
export interface Tool {
  readonly command: 'kustomize' | 'helm';
  readonly args: readonly string[];
  /** As messages call it: `helm template`. */
  readonly name: string;
  /** A directory of this call alone, for caches and temporary files. */
  readonly scratch: string;
}

/** `failed`: it said no, and nothing is reported yet, because the caller may know what to do. `stopped`: reported already. */
export type ToolResult =
  | { readonly kind: 'done'; readonly stdout: Buffer }
  | { readonly kind: 'failed'; readonly stderr: string }
  | { readonly kind: 'stopped' };

/** So much of what a program said is passed on: it ends up in the header of an answer, and in the status of the Application. */
const longestTalk = 16 * 1024;

/** Runs a tool in the application's directory until the deadline. Reports RP5034 and RP5036. */
export function runTool({ command, args, name, scratch }: Tool, call: Call): ToolResult {
  const { world, report, deadline, repository } = call;
  const how = { cwd: repository.app, env: withHome(world.env, scratch), scratch, timeout: Math.max(1, deadline.remaining()) };
  const done = world.runProgram(command, args, how);
  const stderr = withoutPlaces(done.stderr, scratch, call);
  if (done.failure === 'missing') {
    report('RP5034', [], { command });
    return { kind: 'stopped' };
  }
  if (done.failure === 'timeout' || deadline.remaining() === 0) {
    report('RP5036', [], { timeout: deadline.text, during: name });
    call.hear(quote(name, stderr));
    return { kind: 'stopped' };
  }
  const silence =
    done.failure === 'killed' ? 'it was killed, perhaps for want of memory' : `it ended without a word, with exit code ${done.code}`;
  if (done.code !== 0) return { kind: 'failed', stderr: stderr.trim() || silence };
  call.hear(quote(name, stderr));
  return { kind: 'done', stdout: done.stdout };
}

/** The first line that says something is in our message, so that the first line of stderr says all; the whole follows. Reports RP5035. */
export function reportFailure({ name }: Tool, stderr: string, call: Call): void {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const first = lines.find((line) => /^error\b/i.test(line)) ?? lines[0] ?? '';
  call.report('RP5035', [], { command: name, reason: first.trim().replace(/^error: /i, '') });
  if (lines.length > 1) call.hear(quote(name, stderr));
}

/** The checkout lies in another directory on every run: its path says nothing, and would make every error a new one. */
function withoutPlaces(text: string, scratch: string, { repository: { root } }: Call): string {
  const named = text.replaceAll(join(scratch, 'values.yaml'), 'parameter "values"').replaceAll(`${scratch}/`, '');
  return root === '/' ? named : named.replaceAll(`${root}/`, '').replaceAll(root, '.');
}

function quote(name: string, text: string): string {
  if (text.trim() === '') return '';
  const cut = text.length > longestTalk ? `${text.slice(0, longestTalk)}\n…` : text;
  const lines = cut.trimEnd().split(/\r?\n/);
  return `${name} said:\n${lines.map((line) => `  ${printable(line.replaceAll('\t', '  '))}\n`).join('')}`;
}
