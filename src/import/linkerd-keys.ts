/*
 * Annotations as Linkerd's policy controller reads them (docs/decisions/0005). They stand here once more, because an import knows no mesh:
 * it reads what any release, and any person, may have written.
 */

export const accrual = 'balancer.linkerd.io/failure-accrual';
export const maxFailures: string = `${accrual}-consecutive-max-failures`;
export const minPenalty: string = `${accrual}-consecutive-min-penalty`;
export const maxPenalty: string = `${accrual}-consecutive-max-penalty`;
export const retryHttp = 'retry.linkerd.io/http';
export const retryGrpc = 'retry.linkerd.io/grpc';
export const retryLimit = 'retry.linkerd.io/limit';
export const retryTimeout = 'retry.linkerd.io/timeout';
export const timeoutRequest = 'timeout.linkerd.io/request';
export const timeoutResponse = 'timeout.linkerd.io/response';
export const timeoutIdle = 'timeout.linkerd.io/idle';

const breakerKeys = [accrual, maxFailures, minPenalty, maxPenalty];
const requestKeys = [retryHttp, retryGrpc, retryLimit, retryTimeout, timeoutRequest, timeoutResponse, timeoutIdle];

/** Keys that no policy can say (jitter, success rates, penalties of the load balancer), and those of operator-v1, which nobody reads. */
const resilienceKey = /^(?:(?:balancer|balancer\.alpha|retry|timeout)\.linkerd\.io\/|config\.linkerd\.io\/failure-accrual)/;

export function isUnknownKey(key: string): boolean {
  return resilienceKey.test(key) && !breakerKeys.includes(key) && !requestKeys.includes(key);
}
