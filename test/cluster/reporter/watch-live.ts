import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import type { KubeObject } from '../../../src/model/resource.ts';
import type { ApiServer } from './api-server.ts';

/** A watch as an administrator, which a test can compare with what the reporter does. */
export interface LiveWatch {
  stop(): void;
}

/** Hands over each object of a collection as it changes from now on, until stopped. Fails when the server ends it. */
export async function watchLive(server: ApiServer, path: string, onObject: (object: KubeObject) => void): Promise<LiveWatch> {
  const { body } = await server.client.call('GET', `${path}?limit=1`);
  const { resourceVersion } = body['metadata'] as { readonly resourceVersion: string };
  const { ca, adminCert, adminKey } = server.certificates;
  const [caText, cert, key] = [ca, adminCert, adminKey].map((file) => readFileSync(file));
  const sent = request({
    host: '127.0.0.1',
    port: server.port,
    path: `${path}?watch=true&timeoutSeconds=3600&resourceVersion=${resourceVersion}`,
    ca: caText,
    cert,
    key,
  });
  let stopped = false;
  sent.on('error', (error) => {
    if (!stopped) throw error;
  });
  sent.on('response', (response) => {
    let rest = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onObject((JSON.parse(line) as { readonly object: KubeObject }).object);
    });
    response.on('close', () => {
      if (!stopped) throw new Error(`the watch of ${path} has ended`);
    });
  });
  sent.end();
  await new Promise((resolve) => sent.once('response', resolve));
  return {
    stop: () => {
      stopped = true;
      sent.destroy();
    },
  };
}
