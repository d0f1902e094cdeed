import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { entryOf } from '../diagnostics/entry-of.ts';
import { toFindings } from '../diagnostics/finding.ts';
import { formats } from '../diagnostics/format/index.ts';
import { isGrave } from '../diagnostics/is-grave.ts';
import { selectShown } from '../diagnostics/select-shown.ts';
import { locate } from '../read/locate.ts';
import type { RenderFlags } from './render-flags.ts';
import type { ExitCode, World } from './world.ts';

type TalkFlags = Pick<RenderFlags, 'diagnostics' | 'quiet' | 'color'>;

/** What there is to say, and whether warnings fail the run too. */
export interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly strict: boolean;
}

/** Prints diagnostics to stderr and says what they mean for the exit code. Environment variables decide how problems look, never what is rendered. */
export function reportDiagnostics({ diagnostics, strict }: Outcome, flags: TalkFlags, world: World): ExitCode {
  const shown = flags.quiet === true ? diagnostics.filter((each) => isGrave(each, strict)) : diagnostics;
  const name = flags.diagnostics ?? world.env['RESILIENCE_RENDERER_DIAGNOSTICS'] ?? 'text';
  const format = Object.hasOwn(formats, name) ? formats[name] : formats['text'];
  if (format !== undefined && (shown.length > 0 || name === 'json')) {
    world.writeError(format(toFindings(selectShown(shown, strict), locate), wantsColour(flags, world)));
  }
  return exitCodeOf(diagnostics, strict);
}

function wantsColour({ color }: TalkFlags, world: World): boolean {
  const isPlain = color === 'never' || Boolean(world.env['NO_COLOR']) || world.env['TERM'] === 'dumb';
  return color === 'always' || (!isPlain && world.stderrIsTerminal());
}

/** The gravest error decides: 3 for I/O, 2 for usage, else 1. */
function exitCodeOf(diagnostics: readonly Diagnostic[], strict: boolean): ExitCode {
  const grave = diagnostics.filter((each) => isGrave(each, strict));
  return grave.reduce<ExitCode>((exit, { code }) => Math.max(exit, entryOf(code).exit ?? 1) as ExitCode, 0);
}
