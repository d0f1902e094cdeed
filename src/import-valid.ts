import { createCollector } from './diagnostics/collector.ts';
import type { Diagnostic, Report } from './diagnostics/diagnostic.ts';
import { entryOf } from './diagnostics/entry-of.ts';
import { buildPolicy } from './import/build-policies.ts';
import type { Draft } from './import/draft.ts';
import { reportLeftOut, reportUseless } from './import/report-rest.ts';
import { type Leaf, pickSettings, settingsOf } from './import/setting.ts';
import { identityOf } from './model/resource.ts';
import { fromText } from './model/source.ts';
import { validatePolicy } from './validate/validate-policy.ts';

/** A draft without the settings that no policy may have; each is reported where it comes from (RP4057). What is printed is always valid. */
export function keepValid(draft: Draft, report: Report): Draft {
  const refused = refusalsOf(draft);
  if (refused.length === 0) return draft;
  const wrong = new Set<Leaf>();
  for (const { leaves, reason } of refused) {
    for (const leaf of leaves) {
      const setting = draft.settings[leaf];
      if (setting !== undefined && !wrong.has(leaf)) reportUseless(setting, `a policy does not take it: ${reason}`, report);
      wrong.add(leaf);
    }
  }
  // What no setting says, such as the name of the Service, is about all of them.
  const [first] = settingsOf(draft.settings);
  if (wrong.size === 0 && first !== undefined) reportLeftOut(first[1], `a policy does not take it: ${refused[0]?.reason}`, report);
  const settings = pickSettings(draft.settings, (leaf) => wrong.size > 0 && !wrong.has(leaf));
  return keepValid({ ...draft, settings }, report);
}

interface Refusal {
  readonly leaves: readonly Leaf[];
  readonly reason: string;
}

function refusalsOf(draft: Draft): readonly Refusal[] {
  if (Object.keys(draft.settings).length === 0) return [];
  const object = buildPolicy({ draft, name: draft.service.name });
  const { report, diagnostics } = createCollector();
  // Its place is never shown: only the path in it is of interest.
  const origin = { file: fromText('', ''), from: 0, to: 0, path: [] };
  validatePolicy({ identity: identityOf(object), object, origin }, report);
  return diagnostics.filter(({ severity }) => severity === 'error').map((diagnostic) => toRefusal(diagnostic, draft));
}

/** The settings that a problem is about: its own field, or those below it, or the one above. */
function toRefusal({ code, args, places }: Diagnostic, { settings }: Draft): Refusal {
  const place = places[0];
  const path = place?.kind === 'field' ? place.path.slice(1).join('.') : '';
  const isAbout = (leaf: string): boolean => path !== '' && (leaf === path || leaf.startsWith(`${path}.`) || path.startsWith(`${leaf}.`));
  return {
    leaves: settingsOf(settings)
      .map(([leaf]) => leaf)
      .filter(isAbout),
    reason: entryOf(code).message(args),
  };
}
