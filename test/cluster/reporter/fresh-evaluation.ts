import { defaultOptions } from '../../../src/model/options.ts';
import type { KubeObject } from '../../../src/model/resource.ts';
import { type Evaluation, evaluatePolicies } from '../../../src/status/evaluate-policies.ts';
import { createLiveInventory } from '../../../src/status/live-inventory.ts';
import { trimObject } from '../../../src/status/trim-object.ts';
import { watchedKinds } from '../../../src/status/watched-kinds.ts';
import type { Unwatchable } from '../../../src/status/what-is-hidden.ts';
import type { ApiServer } from './api-server.ts';

/** What a reporter that has just been started would make of the cluster as it is now. */
export async function evaluateFresh(server: ApiServer, graceSeconds: number): Promise<readonly Evaluation[]> {
  const objects: KubeObject[] = [];
  const unwatchable: Unwatchable[] = [];
  for (const { group, kind, plural, versions } of watchedKinds) {
    const found = await listServed(server, { group, plural, versions });
    if (found === undefined) unwatchable.push({ group, kind, why: 'absent' });
    else objects.push(...found.map((object) => trimObject({ ...object, kind })));
  }
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  return evaluatePolicies(createLiveInventory(objects), { options: defaultOptions, now, graceSeconds, unwatchable });
}

async function listServed(
  server: ApiServer,
  { group, plural, versions }: { readonly group: string; readonly plural: string; readonly versions: readonly string[] },
): Promise<readonly KubeObject[] | undefined> {
  for (const version of versions) {
    const { code, body } = await server.client.call('GET', `${group === '' ? '/api' : `/apis/${group}`}/${version}/${plural}`);
    // Items of a list carry no apiVersion.
    if (code === 200) return (body['items'] as readonly KubeObject[]).map((item) => ({ apiVersion: String(body['apiVersion']), ...item }));
    if (code !== 404) throw new Error(`${plural}: ${code}`);
  }
  return undefined;
}
