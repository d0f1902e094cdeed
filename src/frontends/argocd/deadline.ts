import type { Report } from '../../diagnostics/diagnostic.ts';
import { parseDuration } from '../../model/duration.ts';
import type { World } from '../world.ts';
import type { ParameterValues } from './parameters.ts';

/** The administrator's limit; no Application can set a variable without the prefix ARGOCD_ENV_. */
const variable = 'RESILIENCE_RENDERER_ARGOCD_TIMEOUT';
/** Argo CD gives a request 60 seconds, kills without a word then, and remembers the failure (facts §4, §7.12). */
const standard = '50s';

/** A moment that everything has to be done before. */
export interface Deadline {
  /** As the user wrote it. */
  readonly text: string;
  /** Milliseconds that are left, 0 when it has passed. */
  remaining(): number;
}

/** Counts from now. Undefined when an error was reported (RP5032). */
export function openDeadline({ timeout }: ParameterValues, world: World, report: Report): Deadline | undefined {
  const fromEnv = world.env[variable] || undefined;
  const text = timeout ?? fromEnv ?? standard;
  const limit = parseDuration(text);
  if (limit === undefined || limit === 0) {
    const parameter = timeout === undefined ? variable : 'parameter "timeout"';
    report('RP5032', [], { parameter, problem: 'value', value: text, wanted: 'a duration such as 50s or 1m30s' });
    return undefined;
  }
  const end = world.now() + limit;
  return { text, remaining: () => Math.max(0, end - world.now()) };
}
