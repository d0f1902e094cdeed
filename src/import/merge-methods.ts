import { parseDuration } from '../model/duration.ts';
import { equalValues } from '../model/resource.ts';
import type { Rule } from './rule.ts';
import { pickSettings, type Setting, type Settings, signatureOf } from './setting.ts';

const isRetry = (leaf: string): boolean => leaf.startsWith('retry.');

/** Rules that retry some methods and none of the rest, with the same timeouts for all: `retry.methods`. Undefined for any others. */
export function mergeMethods(rules: readonly Rule[]): Settings | undefined {
  const limited = rules.filter(({ methods }) => methods !== undefined);
  const others = rules.filter(({ methods }) => methods === undefined);
  const [some, rest] = [limited[0], others[0]];
  if (some === undefined || rest === undefined || rules.some(({ narrow }) => narrow === true)) return undefined;
  if (limited.some((rule) => !isSame(rule, some)) || others.some((rule) => !isSame(rule, rest))) return undefined;
  const hasOtherRetries = Object.keys(rest.settings).some((leaf) => isRetry(leaf) && leaf !== 'retry.enabled');
  if (some.settings['retry.maxAttempts'] === undefined || hasOtherRetries) return undefined;
  const times = mergeTimes(some.settings, rest.settings);
  if (times === undefined) return undefined;
  const methods = [...new Set(limited.flatMap((rule) => rule.methods ?? []))];
  return { ...times, 'retry.methods': { value: methods, resource: some.resource, path: some.path } };
}

function isSame(a: Rule, b: Rule): boolean {
  return signatureOf(a.settings) === signatureOf(b.settings);
}

const times: readonly string[] = ['timeout.requestTimeout', 'timeout.responseTimeout'];

/** The retried settings, with the response timeout that both sides come from; undefined where their timeouts have no common one. */
function mergeTimes(retried: Settings, rest: Settings): Settings | undefined {
  const plain = (settings: Settings): string => signatureOf(pickSettings(settings, (leaf) => !isRetry(leaf) && !times.includes(leaf)));
  if (plain(retried) !== plain(rest)) return undefined;
  const response = commonResponse(retried, rest);
  if (response === 'none') return undefined;
  const { 'retry.retryTimeout': limit, ...others } = retried;
  // The same time twice is one limit: a try that may be repeated has to be shorter than its response (RP2012).
  const isOwn = limit !== undefined && !isEqual(limit, response);
  return { ...others, ...(isOwn && { 'retry.retryTimeout': limit }), ...(response && { 'timeout.responseTimeout': response }) };
}

/**
 * Where a mesh has no response timeout, one try of a request that is not retried is the request, and it stands there instead; one try of
 * a request that is retried has its own limit.
 */
function commonResponse(retried: Settings, rest: Settings): Setting | undefined | 'none' {
  const [whole, own, limit] = [retried['timeout.requestTimeout'], retried['timeout.responseTimeout'], retried['retry.retryTimeout']];
  const [restWhole, restOwn] = [rest['timeout.requestTimeout'], rest['timeout.responseTimeout']];
  if (isEqual(whole, restWhole)) {
    const isKnown = own === undefined || isEqual(own, restOwn) || (restOwn === undefined && isEqual(own, whole));
    return isKnown ? (restOwn ?? own) : 'none';
  }
  const isWithin = whole === undefined || isAtMost(restWhole, whole);
  const isTry = own === undefined ? isAtMost(limit, restWhole) : isEqual(own, restWhole);
  return restOwn === undefined && isWithin && isTry ? restWhole : 'none';
}

function isEqual(a: Setting | undefined, b: Setting | undefined): boolean {
  return equalValues(a?.value, b?.value);
}

function isAtMost(a: Setting | undefined, b: Setting | undefined): boolean {
  const [first, second] = [parseDuration(String(a?.value)), parseDuration(String(b?.value))];
  return first !== undefined && second !== undefined && first <= second;
}
