import { existsSync } from 'node:fs';
import type { Report } from '../../diagnostics/diagnostic.ts';
import { type ParameterValues, parameters } from './parameters.ts';

/** How the manifests of an application come about. */
export type SourceType = 'directory' | 'kustomize' | 'helm';

const kustomizations = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/**
 * What the parameter says, else what Argo CD would take the working directory for: with both files it is a kustomization, because
 * Argo CD walks the directory by name and the last file wins. Undefined when an error was reported (RP5039).
 */
export function detectSource(values: ParameterValues, report: Report): SourceType | undefined {
  const type = sourceOf(values.source);
  const misplaced = parameters.filter(({ name, of }) => of !== undefined && of !== type && Object.hasOwn(values, name));
  for (const { name, of = type } of misplaced) report('RP5039', [], { name, wanted: of, found: type });
  return misplaced.length === 0 ? type : undefined;
}

function sourceOf(wanted: string | undefined): SourceType {
  if (wanted === 'directory' || wanted === 'kustomize' || wanted === 'helm') return wanted;
  if (kustomizations.some((name) => existsSync(name))) return 'kustomize';
  return existsSync('Chart.yaml') ? 'helm' : 'directory';
}
