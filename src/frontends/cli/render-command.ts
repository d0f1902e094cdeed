import { Argument, Command, Option } from 'commander';
import { formats } from '../../diagnostics/format/index.ts';
import { meshes } from '../../mesh/registry.ts';
import type { RenderFlags } from '../render-flags.ts';
import type { ExitCode, World } from '../world.ts';
import { runRender } from './run-render.ts';

const listOf = (value: string, previous: readonly string[] | undefined): readonly string[] => [
  ...(previous ?? []),
  ...value.split(',').filter(Boolean),
];
const oneMore = (value: string, previous: readonly string[] | undefined): readonly string[] => [...(previous ?? []), value];

/** `render [PATH…]`. No option has a default here: an absent one lets the config file speak. */
export function renderCommand(world: World, done: (code: ExitCode) => void): Command {
  const command = new Command('render')
    .description('render manifests to standard output')
    .addArgument(new Argument('[path...]', 'files, directories, or - for standard input').default(['.'], 'the working directory'))
    .addHelpText('after', examples);
  for (const option of options()) command.addOption(option);
  return command.action((paths: string[], flags: RenderFlags) => done(runRender(paths, flags, world)));
}

function options(): readonly Option[] {
  const names = Object.keys(meshes);
  return [
    new Option('-o, --output <format>', 'form of the output (default: yaml)').choices(['yaml', 'json']),
    new Option('-m, --mesh <name>', `the mesh to render for: ${names.join(', ')} (default: ${names[0]})`),
    new Option('--mesh-version <x.y>', 'its version (default: the newest known)'),
    new Option(
      '--annotations <dialect>',
      'what the mesh enforces, or the table of the operator design document (default: upstream)',
    ).choices(['upstream', 'operator-v1']),
    new Option('-n, --namespace <name>', 'namespace of objects that have none; never written'),
    new Option('--policies <what>', 'whether policies stay in the output (default: keep)').choices(['keep', 'drop']),
    new Option('--orphans <what>', 'generated things whose policy is not in the input (default: error)').choices([
      'error',
      'remove',
      'keep',
    ]),
    new Option('--allow-loss <field,…>', 'policy fields that the mesh may leave unenforced, or all').argParser(listOf),
    new Option('--allow-empty', 'accept an input without any object'),
    new Option('--allow-cross-namespace', 'let policies target other namespaces without a ReferenceGrant'),
    new Option('--adopt', 'let policies take over annotations that were written by hand'),
    new Option('--order <order>', 'as it has to be applied, or as the input has it (default: apply)').choices(['apply', 'input']),
    new Option('--parse-all', 'parse every document, also those that nothing depends on'),
    new Option('--exclude <glob>', 'leave files out, relative to PATH; may be repeated').argParser(oneMore),
    new Option('-c, --config <file>', 'a RendererConfig (default: resilience-renderer.yaml of the project of the first PATH)'),
    new Option('--strict', 'warnings fail'),
    new Option('--diagnostics <format>', 'how problems are printed (default: text)').choices(Object.keys(formats)),
    new Option('-q, --quiet', 'print errors only'),
    new Option('--color <when>', 'colours in diagnostics (default: auto)').choices(['auto', 'always', 'never']),
  ];
}

const examples = `
Examples:
  resilience-renderer render examples/shop
  resilience-renderer render -n shop services/ policies/ > rendered.yaml
  helm template shop charts/shop | resilience-renderer render - policies/
  resilience-renderer render --mesh-version 2.17 --strict .

Options may also stand in resilience-renderer.yaml (kind RendererConfig); a flag wins over the file.`;
