import { fstatSync, linkSync, lstatSync, renameSync, unlinkSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Writer } from './left-overs.ts';
import { changedMeanwhile } from './obstacle.ts';
import { contentOf, withTarget } from './with-target.ts';
import { prepareBeside, syncDirectory } from './write-beside.ts';

/** A file that is to become another: `before` is what was read, `prepared` a file beside it that holds `after`. */
export interface Placing {
  readonly target: string;
  /** Undefined: there was none. */
  readonly before: Buffer | undefined;
  /** Undefined: it goes. */
  readonly after: Buffer | undefined;
  readonly prepared: string | undefined;
}

/**
 * Puts new content in place by one step of the system, unless somebody else changed the file meanwhile, for which an Obstacle is thrown.
 * False when the file is already as it is to be, as after another run that did the same. docs/decisions/0016 tells what no program can see.
 */
export function putInPlace(placing: Placing, writer: Writer): boolean {
  const { target, before, after } = placing;
  const isOurs = withTarget(target, (fd) => {
    if (fd === undefined) return before === undefined ? create(placing) : isGone(placing);
    const now = contentOf(fd);
    if (after !== undefined && now.equals(after)) return false;
    if (before === undefined || !now.equals(before)) throw changedMeanwhile();
    replace(fd, placing, writer);
    return true;
  });
  if (isOurs) syncDirectory(dirname(target));
  return isOurs;
}

function isGone({ after }: Placing): false {
  if (after === undefined) return false;
  throw changedMeanwhile();
}

/** A link, unlike a rename, never takes the place of a file that somebody made in this very moment. */
function create({ target, prepared = '' }: Placing): true {
  try {
    linkSync(prepared, target);
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw changedMeanwhile();
    // FAT and some file systems of networks have no links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].includes(code)) throw error;
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) throw changedMeanwhile();
    renameSync(prepared, target);
    return true;
  }
  unlinkSync(prepared);
  return true;
}

/**
 * The old file stays open. So it shows when another file took its place before ours did, and when somebody wrote into it until then: their
 * text, which the rename would have lost, is given back.
 */
function replace(fd: number, { target, before, prepared }: Placing, writer: Writer): void {
  const held = fstatSync(fd);
  const now = lstatSync(target, { throwIfNoEntry: false });
  if (now?.ino !== held.ino || now.dev !== held.dev) throw changedMeanwhile();
  if (prepared === undefined) unlinkSync(target);
  else renameSync(prepared, target);
  const left = contentOf(fd);
  if (before?.equals(left) === true) return;
  renameSync(prepareBeside(target, left, { like: held, writer }), target);
  throw changedMeanwhile();
}
