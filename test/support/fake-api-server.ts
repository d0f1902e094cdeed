import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFakeStore, type FakeStore, type Stored, type StoredEvent } from './fake-api-objects.ts';

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown> | undefined;
}
/** True when it has answered, or left hanging, in place of the server. */
export type Fault = (call: Call, response: ServerResponse) => boolean;

export interface FakeApi {
  readonly store: FakeStore;
  readonly calls: Call[];
  readonly url: URL;
  readonly ca: string;
  /** Collections that are served, such as `/apis/x.io/v1/things`. */
  readonly served: Set<string>;
  fault: Fault | undefined;
  sockets(): number;
  /** Answers of watches that are open. */
  readonly watches: Set<ServerResponse>;
  close(): Promise<void>;
}

/** A small API server: list, watch, read, create, replace, merge, with optimistic concurrency. Only for faults; the last word is a real one's. */
export async function startFakeApi(served: readonly string[]): Promise<FakeApi> {
  const { key, cert } = selfSigned();
  const store = createFakeStore();
  const state = { fault: undefined as Fault | undefined };
  const calls: Call[] = [];
  const watches = new Set<ServerResponse>();
  let sockets = 0;
  const servedSet = new Set(served);
  const server = createServer({ key, cert }, (request, response) => {
    void readBody(request).then((body) => {
      const url = new URL(request.url ?? '/', 'https://localhost');
      const { authorization } = request.headers;
      const call = { method: request.method ?? '', path: url.pathname, query: url.searchParams, authorization, body };
      calls.push(call);
      if (state.fault?.(call, response) === true) return;
      answer(call, response, { store, served: servedSet, watches });
    });
  });
  server.on('connection', () => {
    sockets += 1;
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.defineProperty(
    {
      store,
      calls,
      url: new URL(`https://127.0.0.1:${port}`),
      ca: cert,
      served: servedSet,
      watches,
      sockets: () => sockets,
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      },
    } as unknown as FakeApi,
    'fault',
    {
      get: () => state.fault,
      set: (fault: Fault | undefined) => {
        state.fault = fault;
      },
    },
  );
}

export function fail(response: ServerResponse, ...[code, reason, headers]: [number, string?, Record<string, string>?]): true {
  const body = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: `${reason ?? code} of the fake` };
  response.writeHead(code, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
  return true;
}

interface Parts {
  readonly store: FakeStore;
  readonly served: ReadonlySet<string>;
  readonly watches: Set<ServerResponse>;
}

function answer(call: Call, response: ServerResponse, { store, served, watches }: Parts): unknown {
  const send = (body: unknown): void => {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
  const refuse = (code: number, reason: string): void => {
    fail(response, code, reason);
  };
  const [, base = '', namespace, plural = '', name, sub] =
    /^(\/api\/v1|\/apis\/[^/]+\/[^/]+)(?:\/namespaces\/([^/]+))?(?:\/([^/]+))?(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(call.path) ?? [];
  const collection = `${base}/${plural}`;
  if (plural === '') {
    const resources = [...served].filter((each) => each.startsWith(`${base}/`)).map((each) => ({ name: each.slice(base.length + 1) }));
    return resources.length === 0 ? refuse(404, 'NotFound') : send({ kind: 'APIResourceList', resources });
  }
  if (!served.has(collection)) return refuse(404, 'NotFound');
  if (call.query.get('watch') === 'true') return watch(call, response, { store, watches, collection, namespace });
  const stored = name === undefined ? undefined : store.get(collection, namespace ?? '', name);
  const body = call.body as Stored | undefined;
  if (call.method === 'GET' && name === undefined) return list(call, response, store.list(collection, namespace), store.version());
  if (call.method === 'POST' && body !== undefined) {
    if (store.get(collection, namespace ?? '', body.metadata.name) !== undefined) return refuse(409, 'AlreadyExists');
    return send(store.put(collection, body));
  }
  if (stored === undefined) return refuse(404, 'NotFound');
  if (call.method === 'GET') return send(stored);
  if (call.method === 'PATCH') return send(store.put(collection, { ...stored, ...body, metadata: stored.metadata }));
  if (body?.metadata.resourceVersion !== stored.metadata.resourceVersion) return refuse(409, 'Conflict');
  return send(store.put(collection, sub === 'status' ? { ...stored, status: body['status'] } : { ...body, metadata: stored.metadata }));
}

function list(call: Call, response: ServerResponse, ...[objects, version]: [readonly Stored[], number]): void {
  const from = Number(call.query.get('continue') ?? 0);
  const until = from + Number(call.query.get('limit') ?? 1e9);
  const next = until < objects.length ? String(until) : undefined;
  const items = objects.slice(from, until).map(({ kind: _, apiVersion: __, ...item }) => item);
  const apiVersion = String(objects[0]?.['apiVersion'] ?? 'v1');
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ kind: 'List', apiVersion, metadata: { resourceVersion: String(version), continue: next }, items }));
}

interface Watching {
  readonly store: FakeStore;
  readonly watches: Set<ServerResponse>;
  readonly collection: string;
  readonly namespace: string | undefined;
}

function watch(call: Call, response: ServerResponse, { store, watches, collection, namespace }: Watching): void {
  const from = Number(call.query.get('resourceVersion'));
  if (from < store.compactedTo()) {
    fail(response, 410, 'Expired');
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.flushHeaders();
  const write = (event: StoredEvent): void => {
    if (event.collection !== collection || (namespace !== undefined && event.object.metadata.namespace !== namespace)) return;
    if (response.writableEnded) return;
    response.write(`${JSON.stringify({ type: event.type, object: event.object })}\n`);
  };
  for (const event of store.events) if (event.at > from) write(event);
  const stop = store.onEvent(write);
  watches.add(response);
  response.on('close', () => {
    stop();
    watches.delete(response);
  });
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown> | undefined> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
}

function selfSigned(): { readonly key: string; readonly cert: string } {
  const directory = mkdtempSync(join(tmpdir(), 'renderer-tls-'));
  try {
    const [key, cert] = [join(directory, 'key'), join(directory, 'cert')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
    const how = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '1'];
    execFileSync('openssl', ['req', ...how, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
