import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { toFindings } from '../../diagnostics/finding.ts';
import { formatText } from '../../diagnostics/format/text.ts';
import { isGrave } from '../../diagnostics/is-grave.ts';
import { selectShown } from '../../diagnostics/select-shown.ts';
import { locate } from '../../read/locate.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import type { ExitCode, World } from '../world.ts';

/** All that there is to say about a call. */
export interface Talk {
  readonly diagnostics: readonly Diagnostic[];
  readonly strict: boolean;
  /** What other programs said. */
  readonly talk: readonly string[];
}

/** Every application has the marker file, which is no manifest; to say so in each log would be noise. */
const markerSkipped = 'RP1011';

/**
 * Errors come first: Argo CD's interface shows stderr, and people read one line of it (facts §7.12). Several errors get a line before
 * them that counts them and shows the first. Then warnings, then what other programs said. Always plain text.
 */
export function reportAll({ diagnostics, strict, talk }: Talk, world: World): ExitCode {
  const grave = diagnostics.filter((each) => isGrave(each, strict));
  const flags = { diagnostics: 'text', color: 'never' } as const;
  const findings = toFindings(selectShown(grave, strict), locate);
  if (findings.length > 1)
    world.writeError(`${grave.length} problems, the first: ${formatText(findings.slice(0, 1), false).split('\n')[0]}\n`);
  const exit = reportDiagnostics({ diagnostics: grave, strict }, flags, world);
  reportDiagnostics(
    { diagnostics: diagnostics.filter((each) => !isGrave(each, strict) && each.code !== markerSkipped), strict },
    flags,
    world,
  );
  for (const text of talk) world.writeError(text);
  return exit;
}
