import { Command } from 'commander';
import { announceParameters } from '../argocd/announce-parameters.ts';
import { generate } from '../argocd/generate.ts';
import type { ExitCode, World } from '../world.ts';

/** `argocd generate` and `argocd parameters`: what plugin.yaml calls. They take no flags, because everything comes in the environment. */
export function argocdCommand(world: World, done: (code: ExitCode) => void): Command {
  const command = new Command('argocd')
    .description('be a config-management plugin of Argo CD (docs/argocd.md)')
    .helpCommand(false)
    .addHelpText('after', examples);
  command
    .command('generate')
    .description('render the Application source in the working directory: manifests, a kustomization or a Helm chart')
    .action(() => done(generate(world)));
  command
    .command('parameters')
    .description('print the parameters with their values in this project, as JSON')
    .action(() => done(announceParameters(world)));
  return command;
}

const examples = `
Examples:
  resilience-renderer argocd generate
  ARGOCD_ENV_STRICT=true ARGOCD_APP_NAMESPACE=shop resilience-renderer argocd generate
  resilience-renderer argocd parameters`;
