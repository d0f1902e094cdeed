import { createCollector } from '../../diagnostics/collector.ts';
import { readLimits } from '../../model/limits.ts';
import type { RenderOptions } from '../../model/options.ts';
import { groupOf, isList, stringAt, type Value } from '../../model/resource.ts';
import type { ResourceList } from '../../read/resource-list.ts';
import { type FunctionRequest, renderResourceList } from '../../render-resource-list.ts';
import { limitTime } from '../limit-time.ts';
import type { RenderFlags } from '../render-flags.ts';
import { reportDiagnostics } from '../report-diagnostics.ts';
import type { ExitCode, World } from '../world.ts';
import { readFunctionConfig } from './function-config.ts';
import { functionExit } from './function-exit.ts';

const specificationGroup = 'config.kubernetes.io';
/** The second is what kyaml wrote before 1.0, and kpt functions of that time still do (krm-argocd facts §1). */
const understood = [`${specificationGroup}/v1`, `${specificationGroup}/v1beta1`];

/** What the command line says; it wins over the functionConfig. */
export interface FunctionCall {
  readonly flags: RenderFlags;
  readonly options: Partial<RenderOptions>;
}

/** True for the ResourceList of the specification; another group may have a kind of that name. */
export function isFunctionInput({ value }: ResourceList): boolean {
  return groupOf(stringAt(value, ['apiVersion'])) === specificationGroup;
}

/**
 * A KRM function: kustomize shows nobody the results of one, so every diagnostic goes to standard error too, and an error is exit
 * code 1 (krm-argocd facts §2). There is an answer in every case but one: a list that cannot be understood has none.
 */
export function runFunction(list: ResourceList, call: FunctionCall, world: World): ExitCode {
  const { report, diagnostics, failed } = createCollector();
  const { file, raw, value } = list;
  const origin = { file, from: raw.from, to: raw.to, path: [] };
  const apiVersion = stringAt(value, ['apiVersion']);
  const { items = null } = value;
  if (!understood.includes(apiVersion)) report('RP5022', { kind: 'field', origin, path: ['apiVersion'] }, { apiVersion });
  else if (!isList(items) && (items !== null || !Object.hasOwn(value, 'items'))) {
    report('RP5024', { kind: 'field', origin, path: ['items'] }, { found: describe(value['items']) });
  }
  if (failed(false)) return functionExit(reportDiagnostics({ diagnostics, strict: false }, call.flags, world));
  const { mode = 'transform', ...config } = readFunctionConfig(list, report) ?? {};
  const options = { ...config, ...call.options, limits: { ...config.limits, ...call.options.limits } };
  const request: FunctionRequest = { options, mode, diagnostics };
  const limits = readLimits(request.options.limits ?? {});
  const answer = limitTime({ limits, world, report }, () => renderResourceList(list, request));
  if (answer === undefined) return functionExit(reportDiagnostics({ diagnostics, strict: false }, call.flags, world));
  const exit = reportDiagnostics({ diagnostics: answer.diagnostics, strict: request.options.strict === true }, call.flags, world);
  world.writeOutput(answer.output);
  return functionExit(exit);
}

function describe(items: Value | undefined): string {
  return items === undefined ? 'absent' : typeof items === 'object' ? 'a mapping' : `a ${typeof items}`;
}
