import { createCollector } from './diagnostics/collector.ts';
import type { Diagnostic, Report } from './diagnostics/diagnostic.ts';
import { buildPolicy, nameDrafts } from './import/build-policies.ts';
import { collectRules } from './import/collect-rules.ts';
import { isEmptyDraft, type NamedDraft } from './import/draft.ts';
import type { KnownService } from './import/importing.ts';
import { openImporting } from './import/open-importing.ts';
import { planDrafts } from './import/plan-drafts.ts';
import { reportSources } from './import/report-sources.ts';
import { keepValid } from './import-valid.ts';
import type { MeshContext } from './mesh/backend.ts';
import type { ChosenMesh } from './mesh/mesh-choice.ts';
import { meshes } from './mesh/registry.ts';
import { compareCodePoints } from './model/code-point-order.ts';
import { defaultOptions, type RenderOptions } from './model/options.ts';
import type { KubeObject } from './model/resource.ts';
import type { Segment, SourceFile } from './model/source.ts';
import { readService } from './plan/read-service.ts';
import { dumpObject } from './print/dump.ts';
import { joinDocuments } from './print/print-yaml.ts';
import type { InputInventory } from './read/input.ts';
import { readInventory } from './read/read-inventory.ts';
import { chooseBackend } from './render/choose-backend.ts';

/** What an import gives: with an error, no output. */
export interface ImportResult {
  readonly ok: boolean;
  readonly output: readonly Segment[];
  readonly policies: readonly KubeObject[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Manifests of meshes in, ResiliencePolicies out: read ─▶ import ─▶ validate ─▶ print. Everything is read whatever mesh it is for;
 * the mesh of the options says which ports carry requests, since policies are to be rendered for it. Reports RP1xxx, RP5003, RP5006, RP405x, RP406x.
 */
export function importManifests(files: readonly SourceFile[], options: Partial<RenderOptions> = {}): ImportResult {
  const full: RenderOptions = { ...defaultOptions, ...options };
  const { report, diagnostics, failed } = createCollector();
  const inventory = readInventory(files, full, report);
  if (!inventory.items.some(({ readable }) => readable) && !full.allowEmpty && !failed(full.strict)) report('RP5003', [], {});
  const mesh = chooseMesh(full, report);
  const drafts = mesh === undefined ? [] : draftPolicies(inventory, mesh, { options: full, report });
  if (drafts.length === 0 && !failed(false) && !full.allowEmpty) report('RP4061', [], {});
  if (!failed(false)) reportSources(drafts, report);
  const ok = !failed(full.strict);
  const policies = ok ? drafts.map(buildPolicy) : [];
  return { ok, policies, diagnostics, output: joinDocuments(policies.map((object) => ({ segments: [dumpObject(object)] }))) };
}

/** The one mesh that is asked about ports; `auto` would need policies, which are only to come. */
function chooseMesh(options: RenderOptions, report: Report): ChosenMesh | undefined {
  const choice = chooseBackend(options, report);
  if (choice !== undefined && choice.single === undefined) {
    report('RP5006', [], { option: '--mesh', value: options.mesh, choices: Object.keys(meshes).join(', ') });
  }
  return choice?.single;
}

function draftPolicies(
  inventory: InputInventory,
  mesh: ChosenMesh,
  { options, report }: { readonly options: RenderOptions; readonly report: Report },
): readonly NamedDraft[] {
  const services = readServices(inventory, mesh, { options, report });
  const importing = openImporting({ inventory, options, report, services });
  const drafts = planDrafts(collectRules(importing), importing).map((draft) => keepValid(draft, report));
  const good = drafts.filter((draft) => !isEmptyDraft(draft));
  const taken = new Set(importing.policies.map(({ identity }) => `${identity.namespace}/${identity.name}`));
  const order = ({ draft, name }: NamedDraft): string => `${draft.service.namespace}/${name}`;
  return nameDrafts(good, taken).sort((a, b) => compareCodePoints(order(a), order(b)));
}

/** The Services of the input, with the ports that carry requests for the mesh. */
function readServices(
  inventory: InputInventory,
  { backend, version }: ChosenMesh,
  { options, report }: { readonly options: RenderOptions; readonly report: Report },
): readonly KnownService[] {
  const context: MeshContext = { options, report, version, inventory, lose: () => undefined, approximate: () => undefined };
  return inventory.ofKind('', 'Service').flatMap((item): KnownService | [] => {
    const resource = inventory.open(item);
    if (resource === undefined) return [];
    const facts = readService(item, resource, options.namespace);
    const httpPorts = facts.ports.flatMap((port) => {
      const kind = backend.portKind(facts, port, context);
      return 'http' in kind ? [{ port: port.port, isGrpc: kind.http === 'grpc' }] : [];
    });
    return { facts, httpPorts };
  });
}
