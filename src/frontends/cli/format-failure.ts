import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { toFindings } from '../../diagnostics/finding.ts';
import { formatText, printableLines } from '../../diagnostics/format/text.ts';
import { locate } from '../../read/locate.ts';
import { describeCrash, describeCrashAt } from '../describe-crash.ts';
import { isRefused } from '../files/refused-file.ts';
import { reasonOf } from '../files/walk.ts';
import type { World } from '../world.ts';

/** What nobody expected, as a diagnostic; with its stack for who asks for it. */
export function formatFailure(error: unknown, env: World['env']): string {
  const text = formatText(toFindings([describeFailure(error)], locate), false);
  return env['RESILIENCE_RENDERER_DEBUG'] ? `${text}${printableLines(describeCrashAt(error))}\n` : text;
}

/** What the system refuses is no bug of ours: a loop of links, a file that vanished while it was rendered, a full disk. */
function describeFailure(error: unknown): Diagnostic {
  if (isRefused(error)) {
    const { code, path, message } = error;
    return { code, severity: 'error', args: { path, reason: message }, places: [{ kind: 'file', path }] };
  }
  const { syscall, path = 'standard input' } = error as NodeJS.ErrnoException;
  const reason = reasonOf(error);
  if (syscall === 'write') return { code: 'RP5010', severity: 'error', args: { reason }, places: [] };
  if (syscall !== undefined) return { code: 'RP5002', severity: 'error', args: { path, reason }, places: [{ kind: 'file', path }] };
  return { code: 'RP9001', severity: 'error', args: { detail: describeCrash(error) }, places: [] };
}
