import type { Report } from '../diagnostics/diagnostic.ts';
import { formatFieldPath } from '../model/place.ts';
import { formatIdentity, placeOf } from '../model/resource.ts';
import { reportDisagreement } from './add-settings.ts';
import { mergeMethods } from './merge-methods.ts';
import { reportNear } from './report-rest.ts';
import type { Rule } from './rule.ts';
import { type Settings, signatureOf } from './setting.ts';

/**
 * Rules of which a request meets one: what all of them say, or what holds but for retries of some methods. Otherwise the rule for
 * all other requests counts, and those that differ from it are reported (RP4055).
 */
export function mergeAlternatives(rules: readonly Rule[], report: Report): Settings {
  const [first] = rules;
  if (first === undefined) return {};
  const isCovered = first.origin !== 'service-profile' || rules.some(isForAll);
  // What no route of a ServiceProfile matches is neither retried nor timed; elsewhere it is answered with 404.
  const alternatives = isCovered ? rules : [...rules, { ...first, methods: undefined, narrow: false, settings: {} }];
  if (new Set(rules.map(({ settings }) => signatureOf(settings))).size === 1) {
    if (!isCovered && signatureOf(first.settings) !== '' && mergeMethods(alternatives) === undefined) reportWider(first, report);
    return mergeMethods(alternatives) ?? first.settings;
  }
  return mergeMethods(alternatives) ?? restOf(alternatives, report);
}

function isForAll({ methods, narrow }: Rule): boolean {
  return methods === undefined && narrow !== true;
}

function reportWider({ resource, path }: Rule, report: Report): void {
  reportNear({ resource, path }, 'the policy governs all requests, also those that none of the routes matches', report);
}

function restOf(rules: readonly Rule[], report: Report): Settings {
  const [rest, ...more] = rules.filter(isForAll);
  for (const other of more)
    if (rest !== undefined && other.resource !== rest.resource) reportDisagreement(rest.settings, other.settings, report);
  for (const rule of rules) {
    if (isForAll(rule) || signatureOf(rule.settings) === signatureOf(rest?.settings ?? {})) continue;
    report('RP4055', placeOf(rule.resource, rule.path), {
      object: formatIdentity(rule.resource.identity),
      field: formatFieldPath(rule.path),
      rest: rest === undefined ? '' : formatFieldPath(rest.path),
    });
  }
  return rest?.settings ?? {};
}
