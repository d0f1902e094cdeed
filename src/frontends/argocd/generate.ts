import { createCollector } from '../../diagnostics/collector.ts';
import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Segment } from '../../model/source.ts';
import { renderStream } from '../../pipeline.ts';
import { checkUnchanged } from '../files/check-unchanged.ts';
import { readConfig } from '../settings/read-config.ts';
import type { ExitCode, World } from '../world.ts';
import type { Call } from './call.ts';
import { readCeiling, underCeiling } from './ceiling.ts';
import { beginAsYaml, reportCutLines } from './check-output.ts';
import { openDeadline } from './deadline.ts';
import { detectSource } from './detect-source.ts';
import { readParameters } from './read-parameters.ts';
import { readSource } from './read-source.ts';
import { flagsOf } from './render-flags.ts';
import { reportAll } from './report-all.ts';
import { findProjectConfig, findRepository } from './repository.ts';

/** `argocd generate`: the working directory is the source of an Application, the environment says the rest. stdout gets everything or nothing. */
export function generate(world: World): ExitCode {
  const collector = createCollector();
  const talk: string[] = [];
  const call = openCall(world, collector.report, (text) => talk.push(text));
  const rendered = call && render(call);
  const strict = rendered?.strict === true;
  const exit = reportAll({ diagnostics: collector.diagnostics, strict, talk }, world);
  if (exit === 0 && rendered?.output !== undefined) world.writeOutput(beginAsYaml(rendered.output));
  return exit;
}

/** Undefined when an error was reported. */
function openCall(world: World, report: Report, hear: Call['hear']): Call | undefined {
  const values = readParameters(world.env, report);
  const deadline = values && openDeadline(values, world, report);
  if (values === undefined || deadline === undefined) return undefined;
  return { world, report, values, deadline, hear, repository: findRepository(world.env['ARGOCD_APP_SOURCE_PATH']) };
}

interface Rendered {
  readonly strict: boolean;
  /** Absent when an error was reported. */
  readonly output?: readonly Segment[];
}

function render(call: Call): Rendered {
  const { world, report, values, repository, deadline } = call;
  const config = findProjectConfig(repository);
  const ceiling = readCeiling(world.env, report);
  const found = config === undefined ? {} : { config, configRoot: repository.root };
  const asked = readConfig(['-'], { ...flagsOf(values, world.env), ...found }, report);
  const type = detectSource(values, report);
  if (asked === undefined || ceiling === undefined || type === undefined) return { strict: false };
  const settings = underCeiling(asked, ceiling);
  const { options } = settings;
  const strict = options.strict === true;
  const files = readSource(type, settings, call);
  if (files === undefined) return { strict };
  const left = deadline.remaining();
  const result = left === 0 ? undefined : world.within(left, () => renderStream(files, options));
  if (result === undefined) {
    report('RP5036', [], { timeout: deadline.text, during: left === 0 ? 'reading' : 'rendering' });
    return { strict };
  }
  const { ok, output: pieces, diagnostics } = result;
  for (const { code, places, args } of diagnostics) report(code, places, args as never);
  if (!ok) return { strict };
  const output = [...pieces];
  if (output.length === 0 && options.allowEmpty !== true) report('RP5037', [], {});
  reportCutLines(output, report);
  checkUnchanged(files);
  if (deadline.remaining() === 0) report('RP5036', [], { timeout: deadline.text, during: 'rendering' });
  return { strict, output };
}
