import type { InPlaceCall } from './in-place-usage.ts';
import { longOf, nameOf } from './option-spec.ts';
import { inPlaceOptions, renderingOptions } from './render-options.ts';

/** A command line to type: the same call in another mode or on another path, with every flag that decides what is rendered. */
export function repeatCommand(mode: 'write' | 'check' | 'diff', path: string, { flags, inPlace }: Omit<InPlaceCall, 'paths'>): string {
  const given: Readonly<Record<string, unknown>> = { ...flags, generatedFile: inPlace.generatedFile };
  const words = [...renderingOptions(), ...inPlaceOptions()].flatMap((option) => {
    const value = given[nameOf(option)];
    if (value === undefined) return [];
    if (typeof value === 'boolean') return [longOf(option)];
    const separate = option.list === 'repeated';
    const values = Array.isArray(value) && separate ? value : [Array.isArray(value) ? value.join(',') : value];
    return values.map((each) => `${longOf(option)}=${quote(String(each))}`);
  });
  return ['resilience-renderer', 'render', `--${mode}`, ...words, quote(path)].join(' ');
}

/** For a POSIX shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
