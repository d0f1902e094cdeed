import type { RenderFlags } from '../render-flags.ts';
import type { World } from '../world.ts';

/** Whether a closing line of prose is welcome: it would break what a program reads. */
export function wantsSummary({ quiet, diagnostics }: RenderFlags, { env }: World): boolean {
  return quiet !== true && (diagnostics ?? env['RESILIENCE_RENDERER_DIAGNOSTICS'] ?? 'text') === 'text';
}
