import { readSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isInside } from './is-inside.ts';
import { openGate } from './open-gate.ts';
import { RefusedFile } from './refused-file.ts';

/** More than any configuration, kustomization or chart needs. */
const most = 16 * 1024 * 1024;

/**
 * A file that nobody named, such as the configuration of a project: a regular one that lies below the root, behind whatever links. Throws
 * a RefusedFile (RP5055, RP5058), or what the system says.
 */
export function readInside(path: string, root: string): Buffer {
  const realRoot = realpathSync(root);
  const real = realpathSync(path);
  if (!isInside(real, realRoot)) throw new RefusedFile('RP5058', path, 'it is a link out of the directory that it belongs to');
  const place = join(root, relative(realRoot, real));
  const gate = openGate(root);
  try {
    return gate.enter({ path, directory: dirname(place), name: basename(place) }, (_, fd, { size }) => {
      if (size > most) throw new RefusedFile('RP5058', path, 'it is larger than 16 MiB');
      const bytes = Buffer.alloc(size);
      return bytes.subarray(0, readSync(fd, bytes, 0, size, 0));
    });
  } finally {
    gate.close();
  }
}
