import type { IncomingMessage } from 'node:http';
import { type Agent, request as httpsRequest } from 'node:https';
import type { TLSSocket } from 'node:tls';
import type { Access } from './credentials.ts';
import { type ApiRequest, methods } from './transport.ts';

/** Consumes an answer; `alive` puts the deadline off. */
export type Consume<T> = (response: IncomingMessage, alive: () => void) => Promise<T>;

const userAgent = 'resilience-renderer-reporter';
const defaultTimeout = 30_000;

/**
 * One request and its answer under one deadline, connecting included: a half-open connection is noticed by nothing else
 * (reporter facts §1.2, §1.3).
 */
export function exchange<T>(request: ApiRequest, to: { readonly access: Access; readonly agent: Agent }, consume: Consume<T>): Promise<T> {
  const { signal, timeout = defaultTimeout, body, mayStillSend = () => true } = request;
  return new Promise<T>((resolve, reject) => {
    const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const url = urlOf(to.access.server, request);
    const sent = httpsRequest(url, { method: methods[request.verb], agent: to.agent, headers: headersOf(request, to.access, payload) });
    const stop = (): void => void sent.destroy(new Error('stopped'));
    let timer = setTimeout(expire, timeout);
    function expire(): void {
      sent.destroy(new Error(`no answer of the API server within ${timeout / 1000} s`));
    }
    const settle = (then: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      then();
    };
    const alive = (): void => {
      clearTimeout(timer);
      timer = setTimeout(expire, timeout);
    };
    const fail = (error: unknown): void => settle(() => reject(error));
    sent.on('error', fail);
    sent.on('response', (response) => {
      consume(response, alive).then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => {
          sent.destroy();
          fail(error);
        },
      );
    });
    sent.on('socket', (socket) => {
      const send = (): void => void (mayStillSend() ? sent.end(payload) : sent.destroy(new Error('no longer the leader')));
      if ((socket as TLSSocket).connecting) socket.once('secureConnect', send);
      else send();
    });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop);
  });
}

function urlOf(server: URL, { path, query = {} }: ApiRequest): URL {
  const url = new URL(`${server.pathname.replace(/\/$/, '')}${path}`, server);
  for (const [key, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(key, value);
  return url;
}

function headersOf(
  { contentType = 'application/json' }: ApiRequest,
  access: Access,
  payload: Buffer | undefined,
): Record<string, string | number> {
  const own = { ...access.headers, Accept: 'application/json', 'User-Agent': userAgent };
  return payload === undefined ? own : { ...own, 'Content-Type': contentType, 'Content-Length': payload.length };
}
