import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world.ts';

type Env = World['env'];

/** The environment of helm and kustomize. A sidecar may run as a user without a home that can be written (argo-cd#10265); what the administrator has set stays. */
export function withHome(env: Env, scratch: string): Env {
  const home = env['HOME'];
  if (home !== undefined && home !== '' && isWritable(home)) return env;
  const hasConfig = Boolean(home) && existsSync(join(home as string, '.config'));
  return {
    ...env,
    HOME: home || scratch,
    XDG_CACHE_HOME: env['XDG_CACHE_HOME'] || join(scratch, 'cache'),
    XDG_DATA_HOME: env['XDG_DATA_HOME'] || join(scratch, 'data'),
    ...(hasConfig ? {} : { XDG_CONFIG_HOME: env['XDG_CONFIG_HOME'] || join(scratch, 'config') }),
  };
}

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
