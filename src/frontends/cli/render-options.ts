import { Option } from 'commander';
import { formats } from '../../diagnostics/format/index.ts';
import { meshes } from '../../mesh/registry.ts';

const listOf = (value: string, previous: readonly string[] | undefined): readonly string[] => [
  ...(previous ?? []),
  ...value.split(',').filter(Boolean),
];
const oneMore = (value: string, previous: readonly string[] | undefined): readonly string[] => [...(previous ?? []), value];

/** What shapes the stream that `render` prints; none of it decides what is in it. */
export function streamOptions(): readonly Option[] {
  return [
    new Option('-o, --output <format>', 'form of the output (default: yaml)').choices(['yaml', 'json']),
    new Option('--policies <what>', 'whether policies stay in the output (default: keep)').choices(['keep', 'drop']),
    new Option('--order <order>', 'as it has to be applied, or as the input has it (default: apply)').choices(['apply', 'input']),
  ];
}

/** What decides the rendered set; the same for every command that renders. No option has a default here: an absent one lets the config file speak. */
export function renderingOptions(): readonly Option[] {
  const names = Object.keys(meshes);
  return [
    new Option('-m, --mesh <name>', `the mesh to render for: ${names.join(', ')}, or auto: what the input shows (default: ${names[0]})`),
    new Option('--mesh-version <x.y>', 'its version, or linkerd=x.y,… for several (default: the newest known)'),
    new Option(
      '--annotations <dialect>',
      'what the mesh enforces, or the table of the operator design document (default: upstream)',
    ).choices(['upstream', 'operator-v1']),
    new Option('--gateway-channel <name>', 'of the Gateway API CRDs; retry is in the experimental one only (default: standard)').choices([
      'standard',
      'experimental',
    ]),
    new Option('--cluster-domain <domain>', 'DNS domain of the cluster, for host names (default: cluster.local)'),
    new Option('-n, --namespace <name>', 'namespace of objects that have none; never written'),
    new Option('--orphans <what>', 'generated things whose policy is not in the input (default: error; remove with --write)').choices([
      'error',
      'remove',
      'keep',
    ]),
    new Option('--allow-loss <field,…>', 'policy fields that the mesh may leave unenforced, or all').argParser(listOf),
    new Option('--allow-empty', 'accept an input without any object'),
    new Option('--allow-cross-namespace', 'let policies target other namespaces without a ReferenceGrant'),
    new Option('--adopt', 'let policies take over annotations that were written by hand'),
    new Option('--parse-all', 'parse every document, also those that nothing depends on'),
    new Option('--exclude <glob>', 'leave files out, relative to PATH; may be repeated').argParser(oneMore),
    new Option('-c, --config <file>', 'a RendererConfig (default: resilience-renderer.yaml of the project of the first PATH)'),
    new Option('--strict', 'warnings fail'),
  ];
}

/** Rendering in place. */
export function inPlaceOptions(): readonly Option[] {
  return [
    new Option('--write', 'write into the files of PATH, a directory, instead of standard output'),
    new Option('--check', 'change nothing; print what --write would change and fail if there is something'),
    new Option('--diff', 'the same without failing'),
    new Option('--fail-on-change', 'with --write: exit 1 when something was written'),
    new Option('--tracked', 'fail when Git does not track a generated file: for commit hooks'),
    new Option(
      '--generated-file <name>',
      'where --write puts generated objects, beside their Service (default: resilience.generated.yaml)',
    ),
  ];
}

/** How a command talks; nothing here changes a result. */
export function talkOptions(): readonly Option[] {
  return [
    new Option('--diagnostics <format>', 'how problems are printed (default: text)').choices(Object.keys(formats)),
    new Option('-q, --quiet', 'print errors only'),
    new Option('--color <when>', 'colours in diagnostics (default: auto)').choices(['auto', 'always', 'never']),
  ];
}
