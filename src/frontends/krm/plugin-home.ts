import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../world.ts';

/** Below the home of all plugins: group, version, kind in lower case, kind (krm-argocd facts §2, layout B). */
const place = ['resilience.auth-platform.github.com', 'v1', 'rendererconfig', 'RendererConfig'] as const;

/** The directories that kustomize looks in, in its order; it takes the first that exists. */
function homesOf({ env }: World): readonly string[] {
  const { KUSTOMIZE_PLUGIN_HOME: own, XDG_CONFIG_HOME: config, HOME: home } = env;
  // What the variable names wins as soon as it exists, and installing makes it exist.
  if (own) return [own];
  return [
    ...(config ? [join(config, 'kustomize/plugin')] : []),
    ...(home ? [join(home, '.config/kustomize/plugin'), join(home, 'kustomize/plugin')] : []),
  ];
}

/** Where kustomize looks for plugins, or would look once the directory is there; making an earlier one would hide plugins that exist. */
export function findPluginHome(world: World): string | undefined {
  const homes = homesOf(world);
  return homes.find((home) => statSync(home, { throwIfNoEntry: false })?.isDirectory()) ?? homes[0];
}

/** The file of the plugin, and its directories from the innermost to the one below the home. */
export function pluginPaths(home: string): { readonly file: string; readonly directories: readonly string[] } {
  const directories = [3, 2, 1].map((depth) => join(home, ...place.slice(0, depth)));
  return { file: join(home, ...place), directories };
}
