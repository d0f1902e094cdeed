import { realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, normalize, relative, sep } from 'node:path';
import { compareCodePoints } from '../../model/code-point-order.ts';
import { fromBytes } from '../../model/source.ts';
import { confidentialIn } from '../../render-in-place.ts';
import type { FileChange } from '../files/write-files.ts';
import { unifiedDiff } from './unified-diff.ts';

/** All changes as one patch, by name. */
export function showDifference(changes: readonly FileChange[], root: string): Buffer {
  const named = changes.map((change) => ({
    ...change,
    name: nameInPatch(change, root),
    executable: isExecutable(change),
    findConfidential: (bytes: Buffer) => confidentialIn(fromBytes(change.path, bytes)),
  }));
  return Buffer.concat(named.sort((a, b) => compareCodePoints(a.name, b.name)).map(unifiedDiff));
}

/**
 * Relative to the working directory, or to the root where that lies elsewhere: nobody applies a patch to a path that leads up or from the
 * top. The file behind a link is the one that changes.
 */
function nameInPatch({ path, before }: FileChange, root: string): string {
  const real = before === undefined ? join(realpathSync(dirname(path)), basename(path)) : realpathSync(path);
  const below = relative(realpathSync(root), real);
  const from = normalize(root);
  const isElsewhere = isAbsolute(from) || from === '..' || from.startsWith(`..${sep}`);
  return (isElsewhere ? below : join(from, below)).split(sep).join('/');
}

function isExecutable({ path, before }: FileChange): boolean {
  return before !== undefined && (statSync(path).mode & 0o100) !== 0;
}
