import type { Catalog } from '../code-entry.ts';

/** RP5011 to RP5019: rendering in place. The words that each message needs. */
export interface WriteCodes {
  readonly RP5011: { path: string; reason: string };
}

export const writeCodes: Catalog<WriteCodes> = {
  RP5011: {
    severity: 'error',
    message: ({ path, reason }) => `generated objects belong into ${path}, but ${reason}`,
    hint: () => 'move what stands there to another file, or choose another name with --generated-file',
    explain:
      'With `--write`, generated objects go to a file of their own beside the file of their Service. A file of that name that holds anything else is somebody’s work and is never overwritten.',
  },
};
