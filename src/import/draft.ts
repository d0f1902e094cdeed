import type { ServiceName } from './rule.ts';
import type { Settings } from './setting.ts';

/** A policy to be: what it says, and of which Service and port. */
export interface Draft {
  readonly service: ServiceName;
  /** All HTTP ports when absent. */
  readonly port?: number | undefined;
  readonly settings: Settings;
}

/** A draft that asks for nothing is no policy. */
export function isEmptyDraft({ settings }: Draft): boolean {
  return Object.keys(settings).length === 0;
}

/** A draft with the name of its policy. */
export interface NamedDraft {
  readonly draft: Draft;
  readonly name: string;
}
