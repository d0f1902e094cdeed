import type { RenderOptions } from '../../model/options.ts';
import type { OptionsByNamespace } from '../../status/evaluate-by-namespace.ts';
import type { OwnerReferenceMode } from '../../status/plan-owner-references.ts';
import type { Address } from './address.ts';
import type { LogFormat } from './logger.ts';

/** What the command line says, checked. */
export interface ReporterSettings {
  readonly options: RenderOptions;
  /** Where they differ for the policies of a namespace. */
  readonly optionsByNamespace: OptionsByNamespace;
  /** None are all. */
  readonly namespaces: readonly string[];
  readonly kubeconfig: string | undefined;
  /** Undefined: in a cluster yes, outside no. */
  readonly leaderElect: boolean | undefined;
  readonly metricsAddress: Address | 'off';
  readonly probeAddress: Address | 'off';
  readonly logFormat: LogFormat;
  readonly graceSeconds: number;
  readonly dryRun: boolean;
  readonly ownerReferences: OwnerReferenceMode | 'off';
  /** Milliseconds without a byte after which a watch counts as broken. No flag sets it: a test need not wait a minute and a half. */
  readonly silence?: number;
}
