import { group } from '../../../src/model/group.ts';
import type { ApiServer } from './api-server.ts';
import { applyAll } from './objects.ts';
import { waitFor } from './wait.ts';

/** Our kind without a schema, as an early installation could have had it: what is stored under it need not suit the real one. */
export async function looseDefinition(server: ApiServer): Promise<void> {
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  await defineKind(server, { group, kind: 'ResiliencePolicy', plural: 'resiliencepolicies', version: 'v1' }, schema);
}

export interface DefinedKind {
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly version: string;
}

/** A definition that takes anything, served when this returns. */
export async function defineKind(
  server: ApiServer,
  { group: ofGroup, kind, plural, version }: DefinedKind,
  schema: object = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
): Promise<void> {
  await applyAll(server, [
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: `${plural}.${ofGroup}` },
      spec: {
        group: ofGroup,
        scope: 'Namespaced',
        names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
        versions: [{ name: version, served: true, storage: true, schema, subresources: { status: {} } }],
      },
    } as never,
  ]);
  await waitFor(`${plural}.${ofGroup} is served`, async () => {
    const { code } = await server.client.call('GET', `/apis/${ofGroup}/${version}/${plural}?limit=1`);
    return code === 200 ? true : undefined;
  });
}
