import { longOf, nameOf, type OptionSpec, shortOf, withValue } from './option-spec.ts';

/** A command line that nobody can read in another way. */
export interface PlainCall {
  readonly paths: readonly string[];
  readonly flags: Readonly<Record<string, unknown>>;
}

/**
 * Reads a command line without commander, which takes a tenth of a small run to load. Undefined for whatever is not surely right and
 * surely plain (a mistake, help, short options run together): commander then reads it, and says what is wrong with it.
 */
export function parsePlain(argv: readonly string[], specs: readonly OptionSpec[]): PlainCall | undefined {
  const paths: string[] = [];
  const flags: Record<string, unknown> = {};
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string;
    if (word === '-' || !word.startsWith('-')) {
      paths.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const given = equals === -1 ? word : word.slice(0, equals);
    const spec = specs.find((each) => longOf(each) === given || shortOf(each) === given);
    if (spec === undefined) return undefined;
    const isSwitch = !spec.flags.includes('<');
    const value = isSwitch || equals !== -1 ? word.slice(equals + 1) : argv[++i];
    if (value === undefined || (isSwitch ? equals !== -1 : !isPlainValue(spec, value))) return undefined;
    flags[nameOf(spec)] = isSwitch ? true : withValue(spec, value, flags[nameOf(spec)]);
  }
  return { paths, flags };
}

function isPlainValue({ choices }: OptionSpec, value: string): boolean {
  return value !== '' && !value.startsWith('-') && (choices === undefined || choices.includes(value));
}
