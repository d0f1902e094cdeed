import { Argument, Command } from 'commander';
import type { RenderFlags } from '../render-flags.ts';
import type { ExitCode, World } from '../world.ts';
import { nameOf } from './option-spec.ts';
import { renderingOptions, talkOptions } from './render-options.ts';
import { runImport } from './run-import.ts';
import { toOption } from './to-option.ts';

/** Of the options of a render, those that mean something to an import. */
const shared: ReadonlySet<string> = new Set([
  'mesh',
  'meshVersion',
  'clusterDomain',
  'namespace',
  'allowEmpty',
  'parseAll',
  'exclude',
  'limit',
  'config',
  'strict',
]);

/** `import [PATH…]`. */
export function importCommand(world: World, done: (code: ExitCode) => void): Command {
  const command = new Command('import')
    .description('print the policies that say what manifests of meshes say')
    .addArgument(new Argument('[path...]', 'files, directories, or - for standard input').default(['.'], 'the working directory'))
    .addHelpText('after', examples);
  const rendering = renderingOptions().filter((option) => shared.has(nameOf(option)));
  for (const option of [...rendering, ...talkOptions()]) command.addOption(toOption(option));
  return command.action((paths: string[], flags: RenderFlags) => done(runImport(paths, flags, world)));
}

const examples = `
Reads VirtualServices and DestinationRules, ServiceProfiles and TrafficSplits, Services and routes that are annotated
for Linkerd, its rate limits, and HTTPRoutes of Services with timeouts and retries. Give the Services too. Whatever
the input is written for is read; --mesh is what the policies are for, and says which ports carry requests.

Examples:
  resilience-renderer import manifests/ > policies.yaml
  kubectl get services,virtualservices,destinationrules -n shop -o yaml | resilience-renderer import -`;
