import type { Report } from '../diagnostics/diagnostic.ts';
import { formatFieldPath } from '../model/place.ts';
import { equalValues, formatIdentity, placeOf } from '../model/resource.ts';
import { type Leaf, type Setting, type Settings, settingsOf } from './setting.ts';

/** Settings from two sources that hold at one time. Where they say different things, nobody can tell which was meant (RP4056). */
export function addSettings(first: Settings, second: Settings, report: Report): Settings {
  reportDisagreement(first, second, report);
  return { ...second, ...first };
}

/** RP4056 for each field on which two sources differ; retries that are off differ from any others. */
export function reportDisagreement(first: Settings, second: Settings, report: Report): void {
  for (const [leaf, setting] of settingsOf(second)) {
    const other = first[leaf] ?? first[oppositeOf(leaf) ?? leaf];
    if (other === undefined || (first[leaf] !== undefined && equalValues(other.value, setting.value))) continue;
    report('RP4056', [placeOf(setting.resource, setting.path), placeOf(other.resource, other.path)], {
      leaf,
      first: describe(other),
      second: describe(setting),
    });
  }
}

function oppositeOf(leaf: Leaf): Leaf | undefined {
  if (leaf === 'retry.enabled') return 'retry.maxAttempts';
  return leaf === 'retry.maxAttempts' ? 'retry.enabled' : undefined;
}

function describe({ resource, path }: Setting): string {
  return `${formatFieldPath(path)} of ${formatIdentity(resource.identity)}`;
}
