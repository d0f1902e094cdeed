import type { ObjectValue } from '../../../model/resource.ts';

/** The verbs as RBAC and the audit log know them. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch';

export interface ApiRequest {
  readonly verb: Verb;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: ObjectValue;
  readonly contentType?: string;
  /** Milliseconds for the whole exchange; for a watch, those without a byte. */
  readonly timeout?: number;
  readonly signal: AbortSignal;
  /** Asked when the connection stands and nothing has been sent yet: a paused ex-leader must not write (reporter facts §1.6). */
  readonly mayStillSend?: () => boolean;
  /** Not held up by the rate limit: a lease has to be renewed in time. */
  readonly urgent?: boolean;
}

/** Requests of the API server. Rejects with ApiError for what it refuses, with other errors for a broken connection or a time-out. */
export interface Transport {
  request(request: ApiRequest): Promise<ObjectValue>;
  /** Hands over each whole line; resolves when the server ends the answer. */
  stream(request: ApiRequest, listener: LineListener): Promise<void>;
  close(): void;
}

export interface LineListener {
  /** The server has said yes; lines may be long in coming. */
  onOpen(): void;
  onLine(line: string): void;
}

export const methods: Readonly<Record<Verb, string>> = {
  get: 'GET',
  list: 'GET',
  watch: 'GET',
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
};
