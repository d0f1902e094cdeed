import type { Catalog } from '../code-entry.ts';

/** RP2xxx: one policy that is wrong in itself. The words that each message needs. */
export interface ObjectCodes {
  readonly RP2001: { field: string; problem: string };
  readonly RP2002: { field: string; nearest?: string | undefined };
  readonly RP2003: { apiVersion: string };
  readonly RP2010: { field: string; value: string };
  readonly RP2011: { field: string };
  readonly RP2012: { retryTimeout: string; field: string; limit: string };
  readonly RP2013: { field: string; item: string };
  readonly RP2015: { field: string; item: string };
  readonly RP2016: { base: string; max: string };
  readonly RP2017: { field: string; value: number; total: number };
  readonly RP2018: { section: string; needs: string };
  readonly RP2019: { policy: string };
  readonly RP2020: { policy: string };
  readonly RP2021: { field: string; value: string; request: string };
  readonly RP2022: { policy: string };
  readonly RP2023: { first: string; second: string };
}

export const objectCodes: Catalog<ObjectCodes> = {
  RP2001: {
    severity: 'error',
    message: ({ field, problem }) => `${field} ${problem}`,
    explain:
      'The policy does not match its JSON Schema (schemas/resilience-policy.schema.json). The API server refuses it too, through the CRD.',
  },
  RP2002: {
    severity: 'error',
    message: ({ field }) => `${field} is not a field of ResiliencePolicy`,
    hint: ({ nearest }) => (nearest === undefined ? 'remove it, or see docs/reference.md for the fields' : `did you mean "${nearest}"?`),
    explain: 'A misspelt field would be dropped in silence by the API server and the setting would never be in force.',
  },
  RP2003: {
    severity: 'error',
    message: ({ apiVersion }) => `ResiliencePolicy ${apiVersion} is not a version that this release reads`,
    hint: () => 'use resilience.auth-platform.github.com/v1',
    explain: 'Only v1 is defined. A policy of another version might mean something else by the same field.',
  },
  RP2010: {
    severity: 'error',
    message: ({ field, value }) => `${field}: "${value}" is finer than a millisecond or larger than 1,000,000 hours`,
    hint: () => 'write whole milliseconds, for example 1500ms or 1m30s',
    explain: 'No mesh takes a finer unit than the millisecond; rounding would change what was asked.',
  },
  RP2011: {
    severity: 'error',
    message: ({ field }) => `${field} is zero`,
    hint: () => 'leave the field out to have no limit, or set enabled: false',
    explain:
      'Meshes disagree about zero. Linkerd takes `timeout.linkerd.io/request: 0s` as a deadline that has passed, so that every request fails with 504; others read it as "off".',
  },
  RP2012: {
    severity: 'error',
    message: ({ retryTimeout, field, limit }) => `retry.retryTimeout ${retryTimeout} is not shorter than ${field} ${limit}`,
    hint: ({ field }) => `make retryTimeout shorter than ${field}, or no try is ever given up in time for another one`,
    explain:
      'A try that may last as long as the whole request leaves no time for a second one. In Linkerd a retry timeout at or above the response timeout also switches the response timeout off while headers are awaited.',
  },
  RP2013: {
    severity: 'error',
    message: ({ field, item }) => `${field}: ${item === '' ? 'an empty item' : `"${item}"`} is not a retry condition`,
    hint: ({ item }) =>
      /^[1-9]xx$/.test(item)
        ? `only 5xx may stand as a class; write a range such as ${item[0]}00-${item[0]}99 or single codes`
        : 'use 5xx, gateway-error (502-504), single codes (429) or ranges, the lower code first (500-504), between 100 and 599',
    explain:
      'The list takes `5xx`, `gateway-error`, codes and ranges. Anything else makes Linkerd refuse the route, or drop its retries with a line in a log that nobody reads.',
  },
  RP2015: {
    severity: 'error',
    message: ({ field, item }) => `${field}: ${item === '' ? 'an empty item' : `"${item}"`} is not a gRPC status that can be retried`,
    hint: () => 'use cancelled, deadline-exceeded, internal, resource-exhausted or unavailable',
    explain: 'These five are what Linkerd accepts; Istio knows the same ones. Others make the whole list invalid.',
  },
  RP2016: {
    severity: 'error',
    message: ({ base, max }) => `circuitBreaker.baseEjectionTime ${base} is longer than maxEjectionTime ${max}`,
    hint: () => 'make maxEjectionTime at least baseEjectionTime',
    explain: 'The ejection time grows from the base to the maximum. Linkerd drops the whole breaker when they are the wrong way round.',
  },
  RP2017: {
    severity: 'error',
    message: ({ field, value, total }) => `${field} ${value} is more than rateLimit.requestsPerSecond ${total}`,
    hint: () => 'lower it, or raise requestsPerSecond',
    explain: 'A client can never send more than the total lets through. Linkerd refuses such a limit.',
  },
  RP2018: {
    severity: 'error',
    message: ({ section, needs }) => `${section} is enabled but has no ${needs}`,
    hint: ({ section, needs }) => `set ${section}.${needs}, or ${section}.enabled: false`,
    explain:
      'A section that is switched on needs the number that it enforces; a guessed default would be in force without anybody having asked for it.',
  },
  RP2019: {
    severity: 'warning',
    message: ({ policy }) => `policy ${policy} retries every method, POST and PATCH too`,
    hint: () => 'list the methods that are safe to repeat in retry.methods, for example [GET, HEAD, OPTIONS]',
    explain:
      'Linkerd and Istio retry any method when the status matches. A POST that failed after it took effect is then done twice. With `retry.methods` retries go on a route of their own that matches only those.',
  },
  RP2020: {
    severity: 'warning',
    message: ({ policy }) => `policy ${policy} enables retries but allows none (maxAttempts: 0)`,
    hint: () => 'set maxAttempts to at least 1, or retry.enabled: false',
    explain: '`maxAttempts` counts retries. With zero nothing is rendered: Linkerd would read a limit of 0 as its default of one retry.',
  },
  RP2021: {
    severity: 'error',
    message: ({ field, value, request }) => `${field} ${value} is longer than timeout.requestTimeout ${request}`,
    hint: ({ field }) => `make ${field} shorter, or leave it out: the request timeout always comes first`,
    explain: 'The request timeout covers all tries together, so a longer limit for a part of it can never be reached.',
  },
  RP2022: {
    severity: 'warning',
    message: ({ policy }) => `policy ${policy} enables nothing`,
    hint: () => 'add circuitBreaker, retry, timeout, rateLimit, loadBalancing or bulkhead, or remove the policy',
    explain: 'Every section is absent or has `enabled: false`, so the target keeps no setting of this policy.',
  },
  RP2023: {
    severity: 'error',
    message: ({ first, second }) => `${first} and ${second} exclude each other`,
    hint: () => 'keep one of them',
    explain:
      'A mesh chooses an endpoint either by an algorithm or by the hash of one thing: a header, a cookie or the address of the client. Two at once have no meaning.',
  },
};
