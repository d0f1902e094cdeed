import type { Report } from '../../diagnostics/diagnostic.ts';
import { reasonOf } from './walk.ts';

/** A file that the system would let us read and that is not read all the same. */
export class RefusedFile extends Error {
  readonly path: string;
  /** Either it is not what it was a moment ago, or nobody named it and it is nothing that is read unasked. */
  readonly code: 'RP5055' | 'RP5058';

  constructor(code: 'RP5055' | 'RP5058', path: string, reason: string) {
    super(reason);
    this.code = code;
    this.path = path;
  }
}

/** By its code: each file of the built program may have a class of its own. */
export function isRefused(error: unknown): error is RefusedFile {
  const { code } = error as { readonly code?: unknown };
  return code === 'RP5055' || code === 'RP5058';
}

/** Says why a file was not read: RP5055 and RP5058 when we refused, RP5002 when the system did. */
export function reportUnread(error: unknown, path: string, report: Report): void {
  const isOurs = isRefused(error);
  report(isOurs ? error.code : 'RP5002', { kind: 'file', path }, { path, reason: isOurs ? error.message : reasonOf(error) });
}
