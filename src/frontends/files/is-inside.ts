import { isAbsolute, relative, sep } from 'node:path';

/** Whether a path is a directory or lies below it; both are real or at least absolute. */
export function isInside(path: string, directory: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
