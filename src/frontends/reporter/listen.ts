import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Address } from './address.ts';

/** The answer for a path; undefined is 404. */
export type Answer = (path: string) => Promise<{ readonly status: number; readonly type: string; readonly body: string } | undefined>;

/** Serves GET requests and nothing else. Rejects with what the system says when the address cannot be had. */
export function listen(address: Address, answer: Answer): Promise<Server> {
  const server = createServer({ requestTimeout: 10_000 }, (request, response) => {
    request.resume();
    if (request.method !== 'GET' && request.method !== 'HEAD') return void respond(response, 405, 'only GET\n');
    answer((request.url ?? '/').split('?', 1)[0] ?? '/').then(
      (found) => {
        if (found === undefined) respond(response, 404, 'not found\n');
        else response.writeHead(found.status, { 'Content-Type': found.type }).end(found.body);
      },
      () => respond(response, 500, 'internal error\n'),
    );
  });
  // A scraper that hangs must not hold anything up.
  server.timeout = 30_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address.port, address.host, () => {
      server.off('error', reject);
      server.on('error', () => undefined);
      resolve(server);
    });
  });
}

function respond(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' }).end(body);
}
