/*
 * Every annotation that this backend writes, as Linkerd's policy controller reads them (docs/decisions/0005).
 * Reference: https://linkerd.io/2-edge/reference/retries/, …/timeouts/, …/circuit-breaking/; checked against 2.16 to 2.20.
 */

export const accrual = 'balancer.linkerd.io/failure-accrual';
export const maxFailures = 'balancer.linkerd.io/failure-accrual-consecutive-max-failures';
export const minPenalty = 'balancer.linkerd.io/failure-accrual-consecutive-min-penalty';
export const maxPenalty = 'balancer.linkerd.io/failure-accrual-consecutive-max-penalty';
export const retryHttp = 'retry.linkerd.io/http';
export const retryGrpc = 'retry.linkerd.io/grpc';
export const retryLimit = 'retry.linkerd.io/limit';
export const retryTimeout = 'retry.linkerd.io/timeout';
export const timeoutRequest = 'timeout.linkerd.io/request';
export const timeoutResponse = 'timeout.linkerd.io/response';
export const timeoutIdle = 'timeout.linkerd.io/idle';

/** The operator design document's own keys, which no release of Linkerd reads. */
export const operatorAccrual = 'config.linkerd.io/failure-accrual';
export const operatorMaxFailures = 'config.linkerd.io/failure-accrual-consecutive-failures';
export const operatorStatusCodes = 'retry.linkerd.io/http-status-codes';

export const unreadKeys: ReadonlySet<string> = new Set([operatorAccrual, operatorMaxFailures, operatorStatusCodes]);

export const annotationKeys: ReadonlySet<string> = new Set([
  accrual,
  maxFailures,
  minPenalty,
  maxPenalty,
  retryHttp,
  retryGrpc,
  retryLimit,
  retryTimeout,
  timeoutRequest,
  timeoutResponse,
  timeoutIdle,
  ...unreadKeys,
]);

/** Retries and timeouts are all-or-nothing groups: any key of a group on a route hides the Service's whole group. */
export function isRetryOrTimeoutKey(key: string): boolean {
  return key.startsWith('retry.linkerd.io/') || key.startsWith('timeout.linkerd.io/');
}
