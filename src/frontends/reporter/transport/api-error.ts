import { isObject, numberAt, stringAt, type Value } from '../../../model/resource.ts';
import { describeCrash } from '../../describe-crash.ts';
import { plainText } from '../plain-text.ts';

/** What the API server refused. The body may be anything, also a proxy's HTML: no part of it is trusted (reporter facts §1.5, §4 case 11). */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** The HTTP status, or the code of an ERROR event of a watch. */
  readonly code: number;
  /** `Conflict`, `Expired`, `AlreadyExists`; '' where the answer was no Status. */
  readonly reason: string;
  /** Milliseconds that the server asks to be left alone. */
  readonly retryAfter: number | undefined;

  constructor(code: number, status: Value | undefined, retryAfter?: number) {
    const known = isObject(status) ? status : undefined;
    super(plainText(stringAt(known, ['message']) || `the API server answered ${code}`));
    this.code = code;
    this.reason = plainText(stringAt(known, ['reason']), 64);
    const seconds = numberAt(known, ['details', 'retryAfterSeconds']);
    this.retryAfter = retryAfter ?? (seconds === undefined ? undefined : Math.max(0, seconds) * 1000);
  }
}

/** The status of an error, or 0 for one that is not the API server's: a reset, a time-out. */
export function codeOf(error: unknown): number {
  return error instanceof ApiError ? error.code : 0;
}

/** One line that is safe to log. */
export function describeError(error: unknown): string {
  if (error instanceof ApiError) return `${error.code}${error.reason === '' ? '' : ` ${error.reason}`}: ${error.message}`;
  return plainText(describeCrash(error));
}

/** `Retry-After` in both its forms, as milliseconds; undefined for anything else (RFC 9110 §10.2.3). */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
