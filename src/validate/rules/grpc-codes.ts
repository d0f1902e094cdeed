import type { Report } from '../../diagnostics/diagnostic.ts';
import { parseGrpcConditions } from '../../model/retry-conditions.ts';
import { leafPlace, type Subject } from './rule.ts';

/** RP2015: the gRPC statuses are ones that a mesh retries (facts linkerd §1.2). */
export function grpcCodes(subject: Subject, report: Report): void {
  const text = subject.spec.retry?.retryableGrpcCodes;
  const parsed = text === undefined ? undefined : parseGrpcConditions(text);
  if (parsed === undefined || parsed.ok) return;
  report('RP2015', leafPlace(subject, 'retry.retryableGrpcCodes'), { field: 'retry.retryableGrpcCodes', item: parsed.item });
}
