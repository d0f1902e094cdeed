import type { Catalog } from '../code-entry.ts';

/** RP5055 to RP5064: what may be read of a tree that is somebody else's. The words that each message needs. */
export interface PathCodes {
  readonly RP5055: { path: string; reason: string };
  readonly RP5056: { path: string; name: string };
  readonly RP5057: { path: string; twin: string };
  readonly RP5058: { path: string; reason: string };
}

export const pathCodes: Catalog<PathCodes> = {
  RP5055: {
    severity: 'error',
    exit: 3,
    message: ({ path, reason }) => `${path} changed while it was read: ${reason}`,
    hint: () => 'run it again when nothing else writes to these files',
    explain:
      'A file is looked at when it is found and opened later, and one that is too large to be held in memory is read several times. If it is another file by then, or a link leads elsewhere, the result would be a mixture, or show something from outside the directory. What was printed before this message is incomplete.',
  },
  RP5056: {
    severity: 'error',
    exit: 3,
    message: ({ name }) => `a file name is not UTF-8: ${name}`,
    hint: () => 'rename it, or leave it out with --exclude',
    explain:
      'The name holds bytes that are no UTF-8 (shown as \\x and two digits), often from an old archive. Such a file cannot be named in messages, and two of them can look the same; to skip it would leave its objects out.',
  },
  RP5057: {
    severity: 'warning',
    message: ({ path, twin }) => `${path} and ${twin} differ in upper and lower case alone`,
    hint: () => 'rename one of them',
    explain:
      'Both are read. But on a disk that takes upper and lower case as the same, as those of macOS and Windows mostly do, only one of them can exist: a checkout there renders something else.',
  },
  RP5058: {
    severity: 'error',
    exit: 3,
    message: ({ path, reason }) => `${path} is not read: ${reason}`,
    hint: ({ path }) =>
      path.endsWith('resilience-renderer.yaml')
        ? 'put a regular file there, or name it with --config: then it may lie anywhere'
        : 'put a regular file there',
    explain:
      'A file that the call itself does not name (a project’s resilience-renderer.yaml, a kustomization, files of a chart) is read only if it is a regular file of a sensible size inside the directory that it belongs to. Whoever writes a repository could otherwise have files of the machine read, or a pipe waited for. It is never passed over in silence either, because the result would be another one.',
  },
};
