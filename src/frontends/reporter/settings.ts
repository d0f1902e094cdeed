import type { RenderOptions } from '../../model/options.ts';
import type { Address } from './address.ts';
import type { LogFormat } from './logger.ts';

/** What the command line says, checked. */
export interface ReporterSettings {
  readonly options: RenderOptions;
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
}
