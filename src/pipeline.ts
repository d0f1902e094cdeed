import { createCollector } from './diagnostics/collector.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import { type Finding, toFindings } from './diagnostics/finding.ts';
import { withoutAbsence } from './diagnostics/without-absence.ts';
import { defaultOptions, type RenderOptions } from './model/options.ts';
import type { Segment, SourceFile } from './model/source.ts';
import { printSet } from './print/print-set.ts';
import type { Printing } from './print/printing.ts';
import { selectHidden } from './print/select-hidden.ts';
import { type InputItem, originOf } from './read/input.ts';
import { locate } from './read/locate.ts';
import { readInventory } from './read/read-inventory.ts';
import { chooseBackend } from './render/choose-backend.ts';
import type { PolicyOutcome } from './render/outcome.ts';
import { type Rendered, renderInventory } from './render-inventory.ts';

/** What a call gives back. With an error in it, `output` is empty: half a set of manifests makes Argo CD prune the other half. */
export interface RenderResult {
  readonly ok: boolean;
  /** Made piece by piece while it is read, which may be done more than once. */
  readonly output: Iterable<Segment>;
  /** Every problem as data. */
  readonly diagnostics: readonly Diagnostic[];
  /** The same with words and lines, sorted. Computed when first asked for: placing a field needs a parse with positions. */
  findings(): readonly Finding[];
  /** One per policy that could be read: what came of it, or why nothing did. */
  outcomes(): readonly PolicyOutcome[];
}

/** What a print stage made of the changed set, with everything that there is to say about it. */
export interface Rendering<T> extends Omit<RenderResult, 'output' | 'outcomes'> {
  /** Undefined with an error. */
  readonly printed: T | undefined;
  /** How many policies could be read. */
  readonly policies: number;
}

/** How to render, and who keeps what was planned: it is several times as large as what is printed. */
export interface RenderCall {
  readonly options: Partial<RenderOptions>;
  readonly keep?: (rendered: Rendered<InputItem>) => void;
}

/**
 * Manifests in, manifests out: read ─▶ validate ─▶ plan ─▶ render ─▶ order ─▶ print. Pure and synchronous; deterministic
 * to the byte. Never throws for what is in a file: every problem is a finding.
 */
export function renderManifests(files: readonly SourceFile[], options: Partial<RenderOptions> = {}): RenderResult {
  let kept: Rendered<InputItem> | undefined;
  const keep = (rendered: Rendered<InputItem>): void => {
    kept = rendered;
  };
  const { printed, ...rest } = renderThrough(printSet, files, { options, keep });
  return { ...rest, output: printed ?? [], outcomes: () => kept?.outcomes(rest.diagnostics) ?? [] };
}

/** The same line with another last stage: every way to give the result back renders alike. */
export function renderThrough<T>(
  print: (printing: Printing, options: RenderOptions) => T,
  files: readonly SourceFile[],
  { options, keep }: RenderCall,
): Rendering<T> {
  const full: RenderOptions = { ...defaultOptions, ...options };
  const { report, diagnostics, failed } = createCollector();
  const inventory = readInventory(files, full, report);
  // Text that does not parse is no object: what a failed producer wrote into a pipe must not pass for an application.
  if (!inventory.hasReadable && !full.allowEmpty && !failed(full.strict)) report('RP5003', [], {});
  const mesh = chooseBackend(full, report);
  // What could not be read may be what seems to be missing: one mistake is not reported twice.
  const afterRead = failed(false) ? withoutAbsence(report) : report;
  const rendered = mesh && renderInventory(inventory, mesh, { options: full, report: afterRead, originOf });
  if (rendered !== undefined) keep?.(rendered);
  const { changes, policies = 0 } = rendered ?? {};
  const printing = changes && { inventory, report, changes, hidden: selectHidden(inventory, full) };
  const printed = printing === undefined || failed(full.strict) ? undefined : print(printing, full);
  const ok = !failed(full.strict);
  return { ok, printed: ok ? printed : undefined, diagnostics, policies, findings: () => toFindings(diagnostics, locate) };
}

/** The output alone, for whoever has no use for outcomes. */
export function renderStream(
  files: readonly SourceFile[],
  options: Partial<RenderOptions>,
): Omit<RenderResult, 'outcomes'> & { readonly policies: number } {
  const { printed, ...rest } = renderThrough(printSet, files, { options });
  return { ...rest, output: printed ?? [] };
}
