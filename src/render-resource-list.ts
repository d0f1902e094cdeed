import { createCollector } from './diagnostics/collector.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { formatKrm } from './diagnostics/format/krm.ts';
import { isGrave } from './diagnostics/is-grave.ts';
import { selectShown } from './diagnostics/select-shown.ts';
import { group } from './model/group.ts';
import { readLimits } from './model/limits.ts';
import type { RenderOptions } from './model/options.ts';
import type { RendererConfigSpec } from './model/renderer-config.ts';
import { groupOf, type ObjectValue, stringAt } from './model/resource.ts';
import type { Segment } from './model/source.ts';
import { renderThrough } from './pipeline.ts';
import { type PrintedItems, printItems, printResourceList } from './print/print-resource-list.ts';
import { selectDropped } from './print/select-hidden.ts';
import { settleList } from './print/settle-renames.ts';
import { findResourceList, type ResourceList } from './read/resource-list.ts';

/** What a function is asked to do. */
export interface FunctionRequest {
  readonly options: Partial<RenderOptions>;
  readonly mode: NonNullable<RendererConfigSpec['mode']>;
  /** What has been said already, of its configuration above all. With an error in it nothing is rendered. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What a function gives back; there is an output in every case. */
export interface FunctionAnswer {
  readonly ok: boolean;
  readonly output: readonly Segment[];
  /** Those of the request too. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * A ResourceList in, a ResourceList out (KRM functions specification): items keep their order, their comments and what orchestrators wrote on
 * them. With an error the items are those that came in; `results` says everything there is to say.
 */
export function renderResourceList(list: ResourceList, request: FunctionRequest): FunctionAnswer {
  const { options, mode } = request;
  const collector = createCollector();
  const items = listOf(list.value);
  if (items.length === 0 && options.allowEmpty !== true) collector.report('RP5003', [], {});
  if (items.length > 0 && items.every(isOwnConfig)) collector.report('RP5027', [], {});
  const before = [...request.diagnostics, ...collector.diagnostics];
  const rendered =
    before.some((each) => isGrave(each, options.strict === true)) || items.length === 0 ? undefined : renderItems(list, options);
  // An item that configures a tool, such as a Kptfile, is given back like any other.
  const diagnostics = [...before, ...(rendered?.diagnostics ?? [])].filter(({ code }) => code !== 'RP1011');
  const ok = !diagnostics.some((each) => isGrave(each, options.strict === true));
  const results = formatKrm(selectShown(diagnostics, options.strict === true), list.value);
  const print = (from: ResourceList, printed: PrintedItems): FunctionAnswer => ({
    ok,
    output: printResourceList(from, printed, results),
    diagnostics,
  });
  if (!ok || rendered === undefined) return print(list, ok && mode === 'validate' ? none : same);
  return mode === 'validate' ? print(list, none) : print(rendered.list, rendered.printed ?? same);
}

const same: PrintedItems = { kind: 'same' };
/** The only answer of a validator that kustomize takes for a pass (kustomize#5036). */
const none: PrintedItems = { kind: 'objects', items: [] };

/** Names that kustomize has yet to change in references are changed first: the list may come out as another one. */
function renderItems(list: ResourceList, options: Partial<RenderOptions>) {
  const file = settleList(list);
  const found = file === list.file ? undefined : findResourceList(file, readLimits(options.limits ?? {}));
  const settled = found?.kind === 'list' ? found.list : list;
  const rendering = renderThrough(
    (printing, full) => printItems(settled, { ...printing, hidden: selectDropped(printing.inventory, full) }),
    [settled.file],
    { options },
  );
  return { list: settled, printed: rendering.printed, diagnostics: rendering.diagnostics };
}

function listOf({ items }: ObjectValue): readonly unknown[] {
  return Array.isArray(items) ? items : [];
}

/** What kustomize gives to a generator: the configuration of the function, and none of the resources (kustomize#5502). */
function isOwnConfig(item: unknown): boolean {
  const object = item as ObjectValue;
  return stringAt(object, ['kind']) === 'RendererConfig' && groupOf(stringAt(object, ['apiVersion'])) === group;
}
