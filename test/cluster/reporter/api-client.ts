import { readFileSync } from 'node:fs';
import { Agent, type RequestOptions, request } from 'node:https';
import type { KubeObject } from '../../../src/model/resource.ts';

export interface Answer {
  readonly code: number;
  readonly body: KubeObject;
}

/** An administrator's way in. Nothing throws for a refusal; only a connection that fails does. */
export interface ApiClient {
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Server-side apply: what kubectl apply --server-side does. */
  apply(path: string, object: unknown): Promise<Answer>;
  mergePatch(path: string, patch: unknown): Promise<Answer>;
  close(): void;
}

export interface ClientFiles {
  readonly ca: string;
  readonly adminCert: string;
  readonly adminKey: string;
}

/** Speaks to `port` on the loopback interface with the certificate of `files`. */
export function createApiClient(port: number, files: ClientFiles): ApiClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const base: RequestOptions = {
    host: '127.0.0.1',
    port,
    agent,
    ca: readFileSync(files.ca),
    cert: readFileSync(files.adminCert),
    key: readFileSync(files.adminKey),
    timeout: 30_000,
  };
  return {
    call: (method, path, body) => send({ ...base, method, path }, body, 'application/json'),
    apply: (path, object) =>
      send({ ...base, method: 'PATCH', path: `${path}?fieldManager=test&force=true` }, object, 'application/apply-patch+yaml'),
    mergePatch: (path, patch) => send({ ...base, method: 'PATCH', path }, patch, 'application/merge-patch+json'),
    close: () => agent.destroy(),
  };
}

function send(options: RequestOptions, body: unknown, type: string): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) };
  return new Promise((resolve, reject) => {
    const sent = request({ ...options, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ code: response.statusCode ?? 0, body: parse(Buffer.concat(chunks).toString()) }));
    });
    sent.on('timeout', () => sent.destroy(new Error(`no answer to ${options.method} ${options.path}`)));
    sent.on('error', reject);
    sent.end(text);
  });
}

/** Health endpoints answer with plain text. */
function parse(text: string): KubeObject {
  try {
    return JSON.parse(text) as KubeObject;
  } catch {
    return { text };
  }
}
