import { Command, Option } from 'commander';
import { createCollector } from '../../diagnostics/collector.ts';
import type { Diagnostic, Report } from '../../diagnostics/diagnostic.ts';
import { parseDuration } from '../../model/duration.ts';
import type { RenderFlags } from '../render-flags.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import { type Address, parseAddress } from '../reporter/address.ts';
import type { ReporterSettings } from '../reporter/settings.ts';
import { readConfigByNamespace } from '../settings/read-config-by-namespace.ts';
import type { ExitCode, World } from '../world.ts';
import { longOf } from './option-spec.ts';
import { renderingOptions } from './render-options.ts';
import { chooseReporterOptions } from './reporter-options.ts';
import { toOption } from './to-option.ts';

interface ReporterFlags extends Omit<RenderFlags, 'namespace'> {
  readonly namespace?: readonly string[];
  readonly kubeconfig?: string;
  readonly leaderElect?: 'true' | 'false' | true;
  readonly metricsBindAddress: string;
  readonly healthProbeBindAddress: string;
  readonly logFormat: 'json' | 'text';
  readonly gracePeriod: string;
  readonly dryRun?: boolean;
  readonly ownerReferences?: 'apply' | 'remove';
}

/** What decides the rendered set in a cluster; the others shape files and streams. */
const shared = [
  '--config',
  '--mesh',
  '--mesh-version',
  '--annotations',
  '--gateway-channel',
  '--cluster-domain',
  '--allow-loss',
  '--allow-cross-namespace',
  '--adopt',
];

/** `reporter`. */
export function reporterCommand(world: World, done: (code: ExitCode) => void): Command {
  const command = new Command('reporter')
    .description('watch a cluster and write into the status of each policy whether it is in force (docs/reporter.md)')
    .addHelpText('after', examples);
  const rendering = renderingOptions().filter((option) => shared.includes(longOf(option)));
  for (const option of [...ownOptions(), ...rendering.map(toOption)]) command.addOption(option);
  return command.action((flags: ReporterFlags) => done(start(flags, world)));
}

function ownOptions(): readonly Option[] {
  const namespaces = (value: string, previous: readonly string[] | undefined): readonly string[] => [
    ...(previous ?? []),
    ...value.split(',').filter(Boolean),
  ];
  return [
    new Option('-n, --namespace <name,…>', 'the namespaces to look at; may be repeated (default: all)').argParser(namespaces),
    new Option('--kubeconfig <file>', 'the cluster, outside of one'),
    new Option('--leader-elect [when]', 'write only as the leader of several replicas (default: true in a cluster)').choices([
      'true',
      'false',
    ]),
    new Option('--metrics-bind-address <address>', 'where /metrics is served, 0 for nowhere').default(':8080'),
    new Option('--health-probe-bind-address <address>', 'where /healthz and /readyz are served, 0 for nowhere').default(':8081'),
    new Option('--log-format <format>', 'of the log on standard error').choices(['json', 'text']).default('json'),
    new Option('--grace-period <duration>', 'how long a difference may last before it counts as a failure').default('5m'),
    new Option('--dry-run', 'write nothing; log what would be written'),
    new Option('--owner-references [what]', 'make policies the owners of their generated objects, or take that back')
      .choices(['apply', 'remove'])
      .preset('apply'),
  ];
}

function start(flags: ReporterFlags, world: World): ExitCode {
  const { report, diagnostics } = createCollector();
  const given = settingsOf(flags, report);
  if (given === undefined) return reportDiagnostics({ diagnostics, strict: false }, {}, world);
  const { diagnostics: problems, ...settings } = given;
  const exit = reportDiagnostics({ diagnostics: problems, strict: false }, {}, world);
  // Loaded here: no other command should pay for it.
  if (exit === 0) world.runService(async (host) => (await import('../reporter/run-reporter.ts')).runReporter(settings, world, host));
  return exit;
}

function settingsOf(
  flags: ReporterFlags,
  report: Report,
): (ReporterSettings & { readonly diagnostics: readonly Diagnostic[] }) | undefined {
  // Never the file of the project that happens to be the working directory: it says nothing about a cluster.
  const config = readConfigByNamespace(renderFlagsOf(flags), report);
  const metricsAddress = addressOf('--metrics-bind-address', flags.metricsBindAddress, report);
  const probeAddress = addressOf('--health-probe-bind-address', flags.healthProbeBindAddress, report);
  const grace = parseDuration(flags.gracePeriod);
  if (grace === undefined)
    report('RP5006', [], { option: '--grace-period', value: flags.gracePeriod, choices: 'a duration such as 5m or 90s' });
  const { namespace: namespaces = [] } = flags;
  const bad = namespaces.filter((name) => !/^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name));
  for (const value of bad) {
    report('RP5006', [], { option: '--namespace', value, choices: 'a name of lower-case letters and digits joined by -' });
  }
  if (config === undefined || metricsAddress === undefined || probeAddress === undefined || grace === undefined || bad.length > 0)
    return undefined;
  return {
    ...chooseReporterOptions(config, namespaces),
    namespaces: [...new Set(namespaces)],
    kubeconfig: flags.kubeconfig,
    leaderElect: flags.leaderElect === undefined ? undefined : flags.leaderElect !== 'false',
    metricsAddress,
    probeAddress,
    logFormat: flags.logFormat,
    graceSeconds: Math.floor(grace / 1000),
    dryRun: flags.dryRun === true,
    ownerReferences: flags.ownerReferences ?? 'off',
  };
}

/** Without what steers the reporter itself: the rest lies over the config file. */
function renderFlagsOf(flags: ReporterFlags): RenderFlags {
  const { namespace: _, kubeconfig: __, leaderElect: ___, metricsBindAddress: ____, healthProbeBindAddress: _____, ...rest } = flags;
  const { logFormat: ______, gracePeriod: _______, dryRun: ________, ownerReferences: _________, ...render } = rest;
  return render;
}

function addressOf(option: string, value: string, report: Report): Address | 'off' | undefined {
  const address = parseAddress(value);
  if (address === undefined) report('RP5006', [], { option, value, choices: ':PORT, HOST:PORT, or 0 for nowhere' });
  return address;
}

const examples = `
Examples:
  resilience-renderer reporter --leader-elect --config /etc/resilience-renderer/config.yaml
  resilience-renderer reporter --kubeconfig ~/.kube/config --namespace shop,payments --dry-run --log-format text`;
