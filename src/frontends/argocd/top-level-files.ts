import { readdirSync, realpathSync, statSync } from 'node:fs';
import { compareCodePoints } from '../../model/code-point-order.ts';
import { globLibrary } from '../files/glob-library.ts';
import type { Call } from './call.ts';
import { isInside } from './repository.ts';

/** The manifests that lie in the working directory itself; links that leave it are left out, as below it. Reports RP5008. */
export function topLevelFiles(exclude: readonly string[], { report, repository: { app } }: Call): readonly string[] {
  const isExcluded = exclude.length === 0 ? () => false : globLibrary()([...exclude], { dot: true });
  const names = readdirSync('.')
    .filter((name) => /^[^.].*\.(?:yaml|yml|json)$/i.test(name) && !isExcluded(name))
    .sort(compareCodePoints);
  return names.filter((name) => {
    const stats = statSync(name, { throwIfNoEntry: false });
    if (stats?.isDirectory() === true) return false;
    const reason =
      stats === undefined
        ? 'the link leads nowhere'
        : isInside(realpathSync(name), app)
          ? undefined
          : 'the link leaves the directory that is rendered';
    if (reason !== undefined) report('RP5008', { kind: 'file', path: name }, { path: name, reason });
    return reason === undefined;
  });
}
