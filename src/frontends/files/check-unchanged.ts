import type { SourceFile } from '../../model/source.ts';

/**
 * Throws a RefusedFile when a file that is not held in memory is another one by now: a read of nothing looks at it. To be asked before the
 * first byte is printed, because afterwards only a cut output can be had.
 */
export function checkUnchanged(files: readonly SourceFile[]): void {
  for (const file of files) file.read(0, 0);
}
