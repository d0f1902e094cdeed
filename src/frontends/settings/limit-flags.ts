import type { Report } from '../../diagnostics/diagnostic.ts';
import { nearestName } from '../../diagnostics/nearest-name.ts';
import { defaultLimits, type LimitName, type LimitSettings, limitNames, parseLimit } from '../../model/limits.ts';

/** What `--limit name=value` says, each as often as it is given; the last of one name counts. Undefined when an error was reported (RP5006). */
export function readLimitFlags(given: readonly string[], report: Report, option = '--limit'): LimitSettings | undefined {
  const settings = new Map<LimitName, string | number>();
  let isGood = true;
  for (const each of given) {
    const [name = '', text = ''] = each.split(/=(.*)/s);
    const known = limitNames.find((candidate) => candidate === name);
    if (known === undefined) {
      const choices = limitNames.map((candidate) => `${candidate}=${defaultLimits[candidate]}`).join(', ');
      const nearest = nearestName(name, limitNames);
      report('RP5006', [], {
        option,
        value: each,
        choices,
        nearest: nearest && `${nearest}=${text || defaultLimits[nearest as LimitName]}`,
      });
    } else if (parseLimit(known, text) === undefined)
      report('RP5006', [], { option, value: each, choices: `a value such as ${known}=${defaultLimits[known]}` });
    else settings.set(known, typeof defaultLimits[known] === 'number' ? Number(text) : text);
    isGood &&= known !== undefined && parseLimit(known, text) !== undefined;
  }
  return isGood ? Object.fromEntries(settings) : undefined;
}
