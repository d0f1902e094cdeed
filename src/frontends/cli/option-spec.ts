/** An option as data: two parsers read it, commander and the plain one. */
export interface OptionSpec {
  /** As commander writes it: `-o, --output <format>`; without `<…>` it is a switch. */
  readonly flags: string;
  readonly description: string;
  readonly choices?: readonly string[];
  /** Given several times, or with several values joined by commas, it is a list. */
  readonly list?: 'commas' | 'repeated';
}

/** `--mesh-version`. */
export function longOf({ flags }: OptionSpec): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? '';
}

/** `-m`; undefined where it has none. */
export function shortOf({ flags }: OptionSpec): string | undefined {
  return /^-[a-zA-Z](?=,)/.exec(flags)?.[0];
}

/** `meshVersion`: how the value is called. */
export function nameOf(spec: OptionSpec): string {
  return longOf(spec)
    .slice(2)
    .replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** The value of an option after one more occurrence. */
export function withValue({ list }: OptionSpec, value: string, previous: unknown): unknown {
  const before = Array.isArray(previous) ? previous : [];
  if (list === undefined) return value;
  return [...before, ...(list === 'commas' ? value.split(',').filter(Boolean) : [value])];
}
