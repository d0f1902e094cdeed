import { ejectionTimes } from './ejection-times.ts';
import { enabledNeeds } from './enabled-needs.ts';
import { grpcCodes } from './grpc-codes.ts';
import { noRetries } from './no-retries.ts';
import { nothingEnabled } from './nothing-enabled.ts';
import { oneLoadBalancing } from './one-load-balancing.ts';
import { rateLimits } from './rate-limits.ts';
import { representableDurations } from './representable-durations.ts';
import { retryTimeout } from './retry-timeout.ts';
import type { Rule } from './rule.ts';
import { statusCodes } from './status-codes.ts';
import { timeoutOrder } from './timeout-order.ts';
import { zeroDurations } from './zero-durations.ts';

/** In the order of their codes; each looks at the policy alone, so that the order decides nothing else. */
export const rules: readonly Rule[] = [
  representableDurations,
  zeroDurations,
  retryTimeout,
  statusCodes,
  grpcCodes,
  ejectionTimes,
  rateLimits,
  enabledNeeds,
  noRetries,
  timeoutOrder,
  nothingEnabled,
  oneLoadBalancing,
];
