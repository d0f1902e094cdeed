import { parseDuration } from './duration.ts';
import type { RendererConfigSpec } from './renderer-config.ts';

/** Limits as they are written (schemas/renderer-config.schema.json): sizes as `64Mi`, a time as `10m`. */
export type LimitSettings = NonNullable<RendererConfigSpec['limits']>;
export type LimitName = keyof LimitSettings;

/** The same in bytes, characters, pieces and milliseconds; a time of 0 is none. */
export type Limits = { readonly [Name in LimitName]-?: number };

/** What bounds the parse of one document. */
export type DocumentLimits = Pick<Limits, 'documentSize' | 'lineLength' | 'depth' | 'keys' | 'aliases'>;

/** The defaults of the schema: a gigabyte of manifests passes, and so does any object that an API server would store. */
export const defaultLimits: Required<LimitSettings> = {
  fileSize: '4Gi',
  totalSize: '8Gi',
  files: 1_000_000,
  documents: 3_000_000,
  documentSize: '64Mi',
  lineLength: '16Mi',
  depth: 100,
  keys: 100_000,
  aliases: '4Mi',
  time: '10m',
};

export const limitNames = Object.keys(defaultLimits) as readonly LimitName[];

/** As much as can be asked for: to read again what was read under the limits of a user, or what we wrote. */
export const loosestLimits: LimitSettings = {
  fileSize: '999999Ti',
  totalSize: '999999Ti',
  files: 999_999_999,
  documents: 999_999_999,
  documentSize: '999999Ti',
  lineLength: '999999Ti',
  depth: 1000,
  keys: 999_999_999,
  aliases: '999999Ti',
};

const sizeNames: ReadonlySet<LimitName> = new Set(['fileSize', 'totalSize', 'documentSize', 'lineLength', 'aliases'] as const);
const units: Readonly<Record<string, number>> = {
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};
/** So deep a value is still walked without a stack that overflows (reporter facts §7.3). */
export const deepest = 1000;

/** One limit as a number; undefined for text that is none. */
export function parseLimit(name: LimitName, text: string): number | undefined {
  if (name === 'time') return text === '0' ? 0 : parseDuration(text);
  const [, digits = '', unit = ''] = /^([1-9][0-9]{0,11})(Ki|Mi|Gi|Ti|k|M|G|T)?$/.exec(text) ?? [];
  if (digits === '' || (unit !== '' && !sizeNames.has(name))) return undefined;
  const number = Number(digits) * (units[unit] ?? 1);
  return name === 'depth' && number > deepest ? undefined : number;
}

/** What is set, over the defaults. Text that is no limit has been reported by who took it from the user; the default stands in for it. */
export function readLimits(settings: LimitSettings): Limits {
  const read = (name: LimitName): number =>
    parseLimit(name, String(settings[name] ?? '')) ?? parseLimit(name, String(defaultLimits[name])) ?? 0;
  return Object.fromEntries(limitNames.map((name) => [name, read(name)])) as Limits;
}

/** The defaults, for files that nobody can set other limits for. */
export const standardLimits: Limits = readLimits({});
