import { Command } from 'commander';
import { managePlugin } from '../krm/manage-plugin.ts';
import type { ExitCode, World } from '../world.ts';

interface PluginFlags {
  readonly home?: string;
}

/** `plugin install` and `plugin uninstall`: the exec plugin that stock kubectl runs. */
export function pluginCommand(world: World, done: (code: ExitCode) => void): Command {
  const plugin = new Command('plugin')
    .description('install the plugin for kubectl kustomize')
    .helpCommand(false)
    .addHelpText('after', examples);
  const actions = [
    ['install', 'write the plugin where kustomize looks for it'],
    ['uninstall', 'remove it again'],
  ] as const;
  for (const [name, description] of actions) {
    plugin
      .command(name)
      .description(description)
      .option('--home <dir>', 'directory of plugins (default: where kustomize looks for them)')
      .action(({ home }: PluginFlags) => done(managePlugin(name, home, world)));
  }
  return plugin;
}

const examples = `
Examples:
  resilience-renderer plugin install
  resilience-renderer plugin install --home plugins
  resilience-renderer plugin uninstall

kustomize and kpt need no plugin: they run resilience-renderer as a function.`;
