import { compareCodePoints } from '../model/code-point-order.ts';
import type { Diagnostic } from './diagnostic.ts';
import { isGrave } from './is-grave.ts';

/** Placing a problem costs time, and nobody reads more. */
export const mostShown = 1000;

/** The problems that are shown, with one more that counts the others (RP5051). What fails the run comes first, whatever order the files came in. */
export function selectShown(diagnostics: readonly Diagnostic[], strict: boolean): readonly Diagnostic[] {
  if (diagnostics.length <= mostShown) return diagnostics;
  const rank = (each: Diagnostic): number => (isGrave(each, strict) ? 0 : each.severity === 'warning' ? 1 : 2);
  const sorted = [...diagnostics].sort((a, b) => rank(a) - rank(b) || compareStarts(a, b));
  const count = sorted.length - mostShown;
  return [...sorted.slice(0, mostShown), { code: 'RP5051', severity: 'info', args: { count }, places: [] }];
}

/** By file and document: where in it a field stands is not known yet. */
function compareStarts(a: Diagnostic, b: Diagnostic): number {
  const [first, second] = [startOf(a), startOf(b)];
  return compareCodePoints(first.path, second.path) || first.offset - second.offset;
}

function startOf({ places: [place] }: Diagnostic): { readonly path: string; readonly offset: number } {
  switch (place?.kind) {
    case 'field':
      return { path: place.origin.file.path, offset: place.origin.from };
    case 'offset':
      return { path: place.file.path, offset: place.offset };
    case 'file':
      return { path: place.path, offset: 0 };
    default:
      return { path: place?.name ?? '', offset: 0 };
  }
}
