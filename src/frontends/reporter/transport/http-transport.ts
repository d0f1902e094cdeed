import type { IncomingMessage } from 'node:http';
import { isObject, type ObjectValue, type Value } from '../../../model/resource.ts';
import type { Clock } from '../clock.ts';
import { createAgents } from './agents.ts';
import { ApiError, codeOf, parseRetryAfter } from './api-error.ts';
import { type Credentials, rememberAccess } from './credentials.ts';
import { type Consume, exchange } from './exchange.ts';
import { splitLines } from './split-lines.ts';
import { createTokenBucket } from './token-bucket.ts';
import type { ApiRequest, Transport } from './transport.ts';

/** Above client-go's defaults: priority and fairness of the API server protects it, and ten thousand policies have to be told apart soon. */
const defaultLimits = { perSecond: 100, burst: 200 } as const;
/** A page of 500 objects of 1.5 MiB each does not come up; what is larger is no answer of an API server. */
const largestAnswer = 256 * 1024 * 1024;

export interface TransportParts {
  readonly clock: Clock;
  readonly limits?: { readonly perSecond: number; readonly burst: number };
  /** Counts what went wrong: the status, 0 for a broken connection. */
  onError(request: ApiRequest, code: number): void;
}

export function createTransport(credentials: Credentials, { clock, limits = defaultLimits, onError }: TransportParts): Transport {
  const access = rememberAccess(credentials, clock.elapsed);
  const bucket = createTokenBucket(clock, limits);
  const agents = createAgents();
  async function send<T>(request: ApiRequest, consume: Consume<T>): Promise<T> {
    if (request.urgent !== true) await bucket.take(request.signal);
    try {
      const now = await access.current();
      return await exchange(request, { access: now, agent: agents.for(now.tls) }, async (response, alive) => {
        const { statusCode = 0, headers } = response;
        if (statusCode >= 200 && statusCode < 300) return consume(response, alive);
        throw new ApiError(statusCode, parseJson(await readText(response)), parseRetryAfter(headers['retry-after'], clock.wall()));
      });
    } catch (error) {
      // A rotated token shows as 401, a rotated CA as a failed handshake: both are cured by reading the files again.
      if (codeOf(error) === 401 || codeOf(error) === 0) access.forget();
      if (!request.signal.aborted) onError(request, codeOf(error));
      throw error;
    }
  }
  return {
    request: (request) => send(request, async (response) => objectOf(parseJson(await readText(response)))),
    stream: (request, { onOpen, onLine }) =>
      send(request, (response, alive) => {
        onOpen();
        return readLines(response, alive, onLine);
      }),
    close: () => agents.close(),
  };
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestAnswer) throw new Error('the answer of the API server is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readLines(response: IncomingMessage, ...[alive, onLine]: [() => void, (line: string) => void]): Promise<void> {
  response.setEncoding('utf8');
  const push = splitLines(onLine);
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: string) => {
      alive();
      try {
        push(chunk);
      } catch (error) {
        response.destroy(error as Error);
      }
    });
    response.on('error', reject);
    response.on('end', resolve);
    // A reset in the middle ends without 'end'.
    response.on('close', () => reject(new Error('the connection broke')));
  });
}

function parseJson(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return undefined;
  }
}

function objectOf(value: Value | undefined): ObjectValue {
  if (!isObject(value)) throw new Error('the API server answered with something that is no object');
  return value;
}
