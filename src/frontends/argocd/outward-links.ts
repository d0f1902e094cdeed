import { readdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { compareCodePoints } from '../../model/code-point-order.ts';
import { isInside } from '../files/is-inside.ts';
import type { Call } from './call.ts';

/**
 * helm follows every link of a chart, so one to a file of the machine, or of another application, could be printed by a template. True
 * where there is none out of the repository; else each is reported (RP5058).
 */
export function refuseOutwardLinks({ report, repository: { app, root } }: Call): boolean {
  const outward = linksOut(app, '', { root, seen: new Set() });
  for (const path of outward) report('RP5058', { kind: 'file', path }, { path, reason: 'it is a link out of the repository' });
  return outward.length === 0;
}

interface Search {
  readonly root: string;
  /** Real paths of directories: links may lead round in a circle. */
  readonly seen: Set<string>;
}

/** What cannot be looked at is left to helm, which then cannot read it either. */
function linksOut(directory: string, shown: string, search: Search): readonly string[] {
  const real = attempt(() => realpathSync(directory));
  if (real === undefined || search.seen.has(real)) return [];
  search.seen.add(real);
  const entries = attempt(() => readdirSync(real, { withFileTypes: true })) ?? [];
  return entries
    .sort((a, b) => compareCodePoints(a.name, b.name))
    .flatMap((entry) => {
      const path = join(real, entry.name);
      const name = join(shown, entry.name);
      if (!entry.isSymbolicLink()) return entry.isDirectory() ? linksOut(path, name, search) : [];
      const end = attempt(() => realpathSync(path));
      if (end === undefined) return [];
      return isInside(end, search.root) ? linksOut(path, name, search) : [name];
    });
}

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
