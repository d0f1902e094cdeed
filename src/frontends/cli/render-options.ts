import { formats } from '../../diagnostics/format/index.ts';
import { meshes } from '../../mesh/registry.ts';
import type { OptionSpec } from './option-spec.ts';

/** What shapes the stream that `render` prints; none of it decides what is in it. */
export function streamOptions(): readonly OptionSpec[] {
  return [
    { flags: '-o, --output <format>', description: 'form of the output (default: yaml)', choices: ['yaml', 'json'] },
    { flags: '--policies <what>', description: 'whether policies stay in the output (default: keep)', choices: ['keep', 'drop'] },
    {
      flags: '--order <order>',
      description: 'as it has to be applied, or as the input has it (default: apply)',
      choices: ['apply', 'input'],
    },
  ];
}

/** What decides the rendered set; the same for every command that renders. No option has a default here: an absent one lets the config file speak. */
export function renderingOptions(): readonly OptionSpec[] {
  const names = Object.keys(meshes);
  return [
    {
      flags: '-m, --mesh <name>',
      description: `the mesh to render for: ${names.join(', ')}, or auto: what the input shows (default: ${names[0]})`,
    },
    { flags: '--mesh-version <x.y>', description: 'its version, or linkerd=x.y,… for several (default: the newest known)' },
    {
      flags: '--annotations <dialect>',
      description: 'what the mesh enforces, or the table of the operator design document (default: upstream)',
      choices: ['upstream', 'operator-v1'],
    },
    {
      flags: '--gateway-channel <name>',
      description: 'of the Gateway API CRDs; retry is in the experimental one only (default: standard)',
      choices: ['standard', 'experimental'],
    },
    { flags: '--cluster-domain <domain>', description: 'DNS domain of the cluster, for host names (default: cluster.local)' },
    { flags: '-n, --namespace <name>', description: 'namespace of objects that have none; never written' },
    {
      flags: '--orphans <what>',
      description: 'generated things whose policy is not in the input (default: error; remove with --write)',
      choices: ['error', 'remove', 'keep'],
    },
    { flags: '--allow-loss <field,…>', description: 'policy fields that the mesh may leave unenforced, or all', list: 'commas' },
    { flags: '--allow-empty', description: 'accept an input without any object' },
    { flags: '--allow-cross-namespace', description: 'let policies target other namespaces without a ReferenceGrant' },
    { flags: '--adopt', description: 'let policies take over annotations that were written by hand' },
    { flags: '--parse-all', description: 'parse every document, also those that nothing depends on' },
    { flags: '--limit <name=value>', description: 'refuse more, as depth=50, fileSize=1Gi or time=5m; may be repeated', list: 'repeated' },
    { flags: '--exclude <glob>', description: 'leave files out, relative to PATH; may be repeated', list: 'repeated' },
    { flags: '-c, --config <file>', description: 'a RendererConfig (default: resilience-renderer.yaml of the project of the first PATH)' },
    { flags: '--strict', description: 'warnings fail' },
  ];
}

/** Rendering in place. */
export function inPlaceOptions(): readonly OptionSpec[] {
  return [
    { flags: '--write', description: 'write into the files of PATH, a directory, instead of standard output' },
    { flags: '--check', description: 'change nothing; print what --write would change and fail if there is something' },
    { flags: '--diff', description: 'the same without failing' },
    { flags: '--fail-on-change', description: 'with --write: exit 1 when something was written' },
    { flags: '--tracked', description: 'fail when Git does not track a generated file: for commit hooks' },
    {
      flags: '--generated-file <name>',
      description: 'where --write puts generated objects, beside their Service (default: resilience.generated.yaml)',
    },
  ];
}

/** How a command talks; nothing here changes a result. */
export function talkOptions(): readonly OptionSpec[] {
  return [
    { flags: '--diagnostics <format>', description: 'how problems are printed (default: text)', choices: Object.keys(formats) },
    { flags: '-q, --quiet', description: 'print errors only' },
    { flags: '--color <when>', description: 'colours in diagnostics (default: auto)', choices: ['auto', 'always', 'never'] },
  ];
}
