import type { RenderOptions } from '../model/options.ts';

/** Flags as commander gives them: absent ones are undefined. */
export interface RenderFlags extends Partial<RenderOptions> {
  readonly exclude?: readonly string[];
  /** Each as `name=value`. */
  readonly limit?: readonly string[];
  readonly config?: string;
  readonly diagnostics?: string;
  readonly quiet?: boolean;
  readonly color?: 'auto' | 'always' | 'never';
}
