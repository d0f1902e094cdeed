import type { Report } from '../../diagnostics/diagnostic.ts';
import { type LimitSettings, limitNames, parseLimit, readLimits } from '../../model/limits.ts';
import { readLimitFlags } from '../settings/limit-flags.ts';
import type { Settings } from '../settings/read-config.ts';
import type { World } from '../world.ts';

/**
 * Limits that no repository may exceed, as `documentSize=4Mi,depth=50`: the administrator's business alone, since the sidecar renders for
 * all applications. Without it the file of a project says how much of the memory it takes.
 */
const variable = 'RESILIENCE_RENDERER_ARGOCD_LIMITS';

/** Undefined when an error was reported (RP5006). */
export function readCeiling(env: World['env'], report: Report): LimitSettings | undefined {
  const given = (env[variable] ?? '').split(',').map((each) => each.trim());
  return readLimitFlags(
    given.filter((each) => each !== ''),
    report,
    variable,
  );
}

/** The settings of a project, with no limit above the ceiling. */
export function underCeiling(settings: Settings, ceiling: LimitSettings): Settings {
  const exceeded = limitNames.filter((name) => {
    const most = parseLimit(name, String(ceiling[name] ?? ''));
    return most !== undefined && settings.limits[name] > most;
  });
  const limits = { ...settings.options.limits, ...Object.fromEntries(exceeded.map((name) => [name, ceiling[name]])) };
  return { ...settings, options: { ...settings.options, limits }, limits: readLimits(limits) };
}
