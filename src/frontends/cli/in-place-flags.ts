import type { RenderFlags } from '../render-flags.ts';

/** Flags of `render` that ask for files instead of a stream. */
export interface InPlaceFlags {
  readonly write?: boolean;
  readonly check?: boolean;
  readonly diff?: boolean;
  readonly failOnChange?: boolean;
  readonly tracked?: boolean;
  readonly generatedFile?: string;
}

/** Undefined where none is given: a stream is asked for. */
export function splitInPlaceFlags(given: RenderFlags & InPlaceFlags): {
  readonly inPlace: InPlaceFlags | undefined;
  readonly flags: RenderFlags;
} {
  const { write, check, diff, failOnChange, tracked, generatedFile, ...flags } = given;
  const inPlace = Object.entries({ write, check, diff, failOnChange, tracked, generatedFile }).filter(([, value]) => value !== undefined);
  return { inPlace: inPlace.length === 0 ? undefined : (Object.fromEntries(inPlace) as InPlaceFlags), flags };
}
