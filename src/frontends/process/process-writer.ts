import type { Writer } from '../files/left-overs.ts';

/** No run writes for so long; after that, a process with the number of a dead one is somebody else. */
const longest = 3_600_000;

/** This process among others. */
export const processWriter: Writer = {
  pid: process.pid,
  mayRun: (pid, since) => {
    try {
      process.kill(pid, 0);
    } catch (error) {
      if ((error as { readonly code?: string }).code === 'ESRCH') return false;
    }
    return Date.now() - since < longest;
  },
};
