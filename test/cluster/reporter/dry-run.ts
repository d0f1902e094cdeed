import { group } from '../../../src/model/group.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import { splitStream } from '../../support/arbitraries-text.ts';
import { objectsOf } from '../../support/rendered.ts';
import type { ApiServer } from './api-server.ts';
import { kubectl } from './kubectl.ts';
import { createNamespaces } from './objects.ts';

const kinds: ReadonlySet<string> = new Set([
  'Service',
  'HTTPRoute',
  'GRPCRoute',
  'VirtualService',
  'DestinationRule',
  'ResiliencePolicy',
  'Server',
  'HTTPLocalRateLimitPolicy',
  'ReferenceGrant',
]);

/** Manifests by any name. */
export interface Manifests {
  readonly name: string;
  readonly output: () => string;
}

export interface DryRun {
  /** Objects that were shown to the API server. */
  readonly count: number;
  /** What it or kubectl says against them; none when it takes all. */
  readonly complaints: readonly string[];
}

/** `kubectl apply --server-side --dry-run=server` of what the renderer wrote or wrote into, and of policies: the rest passes as it came. */
export async function dryRun(server: ApiServer, { name, output }: Manifests): Promise<DryRun> {
  const objects = splitStream(output()).flatMap(readable).filter(isOurs);
  const count = objects.length;
  if (count === 0) return { count, complaints: [] };
  const namespaces = new Set(objects.map((object) => String((object['metadata'] as ObjectValue)['namespace'] ?? 'default')));
  await createNamespaces(server, ...namespaces);
  const done = await kubectl(server, ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-o', 'name', '-f', '-'], {
    input: objects.map(stringify).join('\n'),
  });
  const lines = done.stdout.split('\n').filter((line) => line !== '');
  const isTaken = done.code === 0 && lines.length === count;
  return { count, complaints: isTaken ? [] : [`${name}: exit ${done.code}, ${lines.length} of ${count}\n${done.stderr}`] };
}

function isOurs(object: KubeObject): boolean {
  return kinds.has(String(object['kind'])) && stringify(object).includes(group);
}

/** JSON, one object after the other, which kubectl reads as a stream. */
const stringify = (object: KubeObject): string => JSON.stringify(object, (_, value) => (typeof value === 'bigint' ? Number(value) : value));

/** Goldens hold documents that are broken on purpose and pass as they are; none of those is ours. */
function readable(text: string): readonly KubeObject[] {
  try {
    return objectsOf(text);
  } catch {
    return [];
  }
}
