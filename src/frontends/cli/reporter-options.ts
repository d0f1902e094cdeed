import { createCollector } from '../../diagnostics/collector.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { nearestName } from '../../diagnostics/nearest-name.ts';
import { autoMesh, defaultOptions, type RenderOptions } from '../../model/options.ts';
import { equalValues, type Value } from '../../model/resource.ts';
import { renderStream } from '../../pipeline.ts';
import type { ReporterSettings } from '../reporter/settings.ts';
import type { NamespacedSettings, NamespaceSettings } from '../settings/read-config-by-namespace.ts';

type ChosenOptions = Pick<ReporterSettings, 'options' | 'optionsByNamespace'> & {
  /** Meshes that nobody knows, and configurations that nobody uses (RP5006, RP5046, RP5047). */
  readonly diagnostics: readonly Diagnostic[];
};

/** The options in full, with the defaults, for all namespaces and for those that differ. Equal ones are one object: each costs an evaluation. */
export function chooseReporterOptions({ options, byNamespace }: NamespacedSettings, namespaces: readonly string[]): ChosenOptions {
  const general: RenderOptions = { ...defaultOptions, ...options };
  const distinct = [general];
  const optionsByNamespace = new Map<string, RenderOptions>();
  const diagnostics = [...problemsOf(general)];
  for (const [namespace, settings] of byNamespace) {
    const full: RenderOptions = { ...defaultOptions, ...settings.options };
    const known = distinct.find((each) => equalValues(each as unknown as Value, full as unknown as Value));
    if (known === undefined) distinct.push(full);
    optionsByNamespace.set(namespace, known ?? full);
    if (full.mesh !== general.mesh || full.meshVersion !== general.meshVersion) diagnostics.push(...placed(problemsOf(full), settings));
    diagnostics.push(...unused(namespace, settings, namespaces));
  }
  return { options: general, optionsByNamespace, diagnostics };
}

/** An empty rendering says whether there is such a mesh. */
function problemsOf(options: RenderOptions): readonly Diagnostic[] {
  const { report, diagnostics } = createCollector();
  if (options.mesh === autoMesh) report('RP5047', [], {});
  return [...diagnostics, ...renderStream([], { ...options, allowEmpty: true }).diagnostics];
}

function placed(diagnostics: readonly Diagnostic[], { place }: NamespaceSettings): readonly Diagnostic[] {
  return diagnostics.map((each) => {
    const isVersion = 'option' in each.args && each.args.option === '--mesh-version';
    return { ...each, places: [place(isVersion ? 'meshVersion' : 'mesh')] };
  });
}

function unused(namespace: string, { namespacePlace }: NamespaceSettings, namespaces: readonly string[]): readonly Diagnostic[] {
  const { report, diagnostics } = createCollector();
  if (namespaces.length > 0 && !namespaces.includes(namespace)) {
    report('RP5046', namespacePlace, { namespace, namespaces: namespaces.join(', '), nearest: nearestName(namespace, namespaces) });
  }
  return diagnostics;
}
