import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../src/model/resource.ts';
import { repository } from '../../support/golden-cases.ts';
import { objectsOf } from '../../support/rendered.ts';
import { type CrdSet, crdPaths } from '../crd-sets.ts';
import type { ApiServer } from './api-server.ts';
import { waitFor } from './wait.ts';

interface Definition extends KubeObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

/**
 * The definitions of a kind of cluster, each established when this returns. Those of routes are too large for kubectl's
 * last-applied annotation: server-side apply (reporter facts §6).
 */
export async function installCrds(
  server: ApiServer,
  wanted: (name: string) => boolean = () => true,
  set: CrdSet = 'newest',
): Promise<readonly string[]> {
  const found = crdPaths(set)
    .flatMap(definitionsBelow)
    .filter(({ metadata }) => wanted(metadata.name));
  for (const definition of found) {
    const { code, body } = await server.client.apply(`${path}/${definition.metadata.name}`, definition);
    if (code >= 300) throw new Error(`${definition.metadata.name}: ${code} ${JSON.stringify(body['message'])}`);
  }
  for (const { metadata } of found) await waitFor(`${metadata.name} is established`, () => isEstablished(server, metadata.name));
  return found.map(({ metadata }) => metadata.name);
}

export async function removeCrd(server: ApiServer, name: string): Promise<void> {
  await server.client.call('DELETE', `${path}/${name}`);
  await waitFor(`${name} is gone`, async () => ((await server.client.call('GET', `${path}/${name}`)).code === 404 ? true : undefined));
}

function definitionsBelow(source: string): readonly Definition[] {
  const full = join(repository, source);
  const files = statSync(full).isFile() ? [full] : readdirSync(full).map((name) => join(full, name));
  const texts = files.filter((file) => file.endsWith('.yaml')).map((file) => readFileSync(file, 'utf8'));
  return texts.flatMap((text) => objectsOf(text) as readonly Definition[]).filter(({ kind }) => kind === 'CustomResourceDefinition');
}

async function isEstablished(server: ApiServer, name: string): Promise<true | undefined> {
  const { body } = await server.client.call('GET', `${path}/${name}`);
  const status = body['status'] as { readonly conditions?: readonly { readonly type: string; readonly status: string }[] } | undefined;
  return status?.conditions?.some(({ type, status: value }) => type === 'Established' && value === 'True') ? true : undefined;
}
