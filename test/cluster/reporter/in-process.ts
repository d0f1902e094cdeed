import { runReporter } from '../../../src/frontends/reporter/run-reporter.ts';
import type { ReporterSettings } from '../../../src/frontends/reporter/settings.ts';
import type { World } from '../../../src/frontends/world.ts';
import { defaultOptions } from '../../../src/model/options.ts';

export interface InProcessReporter {
  log(): string;
  stop(): Promise<void>;
}

/** A reporter inside of the test, for the settings that no flag sets. */
export function runInProcess(kubeconfig: string, more: Partial<ReporterSettings>): InProcessReporter {
  const settings: ReporterSettings = {
    options: defaultOptions,
    optionsByNamespace: new Map(),
    namespaces: [],
    kubeconfig,
    leaderElect: false,
    metricsAddress: 'off',
    probeAddress: 'off',
    logFormat: 'json',
    graceSeconds: 2,
    dryRun: false,
    ownerReferences: 'off',
    ...more,
  };
  let log = '';
  let stop = (): void => undefined;
  const writeError = (text: string): void => {
    log += text;
  };
  // It asks for nothing else of its world.
  const world = { env: {}, stderrIsTerminal: () => false, writeError } as unknown as World;
  const running = runReporter(settings, world, {
    onStop: (callback) => {
      stop = callback;
    },
    onUnexpected: () => undefined,
  });
  return {
    log: () => log,
    stop: async () => {
      stop();
      await running;
    },
  };
}
