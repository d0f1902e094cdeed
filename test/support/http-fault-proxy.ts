import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';

/** An answer in place of the server's. */
export interface Fault {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Only the headers arrive. */
  readonly hangs?: boolean;
}

/** The server is asked for this in place of what was asked for. */
export interface Detour {
  readonly path: string;
}

export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
}

/** Asked for every request; undefined lets it pass. */
export type FaultRule = (request: SeenRequest) => Fault | Detour | undefined;

/** A proxy that answers for a real API server now and then: bearer tokens pass, client certificates cannot. */
export interface HttpFaultProxy {
  readonly port: number;
  readonly seen: readonly SeenRequest[];
  set(rule: FaultRule): void;
  /** Ends every connection. */
  cut(): void;
  stop(): Promise<void>;
}

export interface ProxyFiles {
  readonly ca: string;
  readonly serverCert: string;
  readonly serverKey: string;
}

export async function startHttpFaultProxy(target: number, files: ProxyFiles): Promise<HttpFaultProxy> {
  let rule: FaultRule = () => undefined;
  const seen: SeenRequest[] = [];
  const ca = readFileSync(files.ca);
  const server = createServer({ cert: readFileSync(files.serverCert), key: readFileSync(files.serverKey) }, (incoming, response) => {
    const found: SeenRequest = { method: incoming.method ?? '', path: incoming.url ?? '' };
    seen.push(found);
    const fault = rule(found);
    if (fault !== undefined && 'status' in fault) answer(response, fault);
    else forward(incoming, response, { target, ca, path: fault?.path ?? found.path });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen,
    set: (next) => {
      rule = next;
    },
    cut: () => server.closeAllConnections(),
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(response: ServerResponse, { status, headers, body = '', hangs }: Fault): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  if (hangs === true) response.flushHeaders();
  else response.end(body);
}

function forward(
  incoming: IncomingMessage,
  response: ServerResponse,
  { target, ca, path }: { readonly target: number; readonly ca: Buffer; readonly path: string },
): void {
  const { method, headers } = incoming;
  const sent = request({ host: '127.0.0.1', port: target, ca, method, path, headers }, (answered) => {
    response.writeHead(answered.statusCode ?? 502, answered.headers);
    // A watch answers long before its first event.
    response.flushHeaders();
    answered.pipe(response);
    answered.on('error', () => response.destroy());
  });
  sent.on('error', () => response.destroy());
  response.on('close', () => sent.destroy());
  incoming.pipe(sent);
}
