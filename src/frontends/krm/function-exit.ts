import type { ExitCode } from '../world.ts';

/** The specification of functions knows success and failure alone, and kustomize takes a plugin alike. */
export function functionExit(exit: ExitCode): ExitCode {
  return exit === 0 ? 0 : 1;
}
