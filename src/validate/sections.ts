import type { Bulkhead, CircuitBreaker, LoadBalancing, RateLimit, ResiliencePolicySpec, Retry, Timeout } from '../model/policy-spec.ts';

/** The sections that are switched on: to a rule, `enabled: false` is the same as absent. */
export interface EnabledSections {
  readonly circuitBreaker?: CircuitBreaker | undefined;
  readonly retry?: Retry | undefined;
  readonly timeout?: Timeout | undefined;
  readonly rateLimit?: RateLimit | undefined;
  readonly loadBalancing?: LoadBalancing | undefined;
  readonly bulkhead?: Bulkhead | undefined;
}

/** `enabled` is true unless the policy says otherwise (the default of the schema). */
export function enabledSections(spec: ResiliencePolicySpec): EnabledSections {
  return {
    circuitBreaker: unlessOff(spec.circuitBreaker),
    retry: unlessOff(spec.retry),
    timeout: unlessOff(spec.timeout),
    rateLimit: unlessOff(spec.rateLimit),
    loadBalancing: unlessOff(spec.loadBalancing),
    bulkhead: unlessOff(spec.bulkhead),
  };
}

function unlessOff<T extends { readonly enabled?: boolean }>(section: T | undefined): T | undefined {
  return section?.enabled === false ? undefined : section;
}
