import { Option } from 'commander';
import { type OptionSpec, withValue } from './option-spec.ts';

/** The same option for commander. */
export function toOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.choices !== undefined) option.choices(spec.choices);
  return spec.list === undefined ? option : option.argParser((value, previous: unknown) => withValue(spec, value, previous));
}
