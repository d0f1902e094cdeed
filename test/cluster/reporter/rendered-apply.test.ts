import * as assert from 'uvu/assert';
import { group } from '../../../src/model/group.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import { splitStream } from '../../support/arbitraries-text.ts';
import { objectsOf } from '../../support/rendered.ts';
import { crdSetsFor } from '../crd-sets.ts';
import { examples, goldens, type Rendered } from '../rendered.ts';
import { clusterSuite } from './cluster-suite.ts';
import { installCrds } from './install-crds.ts';
import { kubectl } from './kubectl.ts';
import { createNamespaces } from './objects.ts';

// What the renderer prints, given to kubectl and a real API server: `kubectl apply --server-side --dry-run=server` of all of it.

const { test, check, server } = clusterSuite('rendered manifests', {
  needs: ['kubectl', 'renderer'],
  setUp: installCrds,
});

const kinds: ReadonlySet<string> = new Set([
  'Service',
  'HTTPRoute',
  'GRPCRoute',
  'ResiliencePolicy',
  'Server',
  'HTTPLocalRateLimitPolicy',
  'ReferenceGrant',
]);

/** What the renderer wrote or wrote into, and policies: anything else passes as it came, right or wrong. */
function isOurs(object: KubeObject): boolean {
  return kinds.has(String(object['kind'])) && stringify(object).includes(group);
}

/** JSON, one object after the other, which kubectl reads as a stream. */
function streamOf(rendered: Rendered): { readonly text: string; readonly count: number; readonly namespaces: readonly string[] } {
  const objects = splitStream(rendered.output()).flatMap(readable).filter(isOurs);
  const namespaces = new Set(objects.map((object) => String((object['metadata'] as ObjectValue)['namespace'] ?? 'default')));
  return { text: objects.map(stringify).join('\n'), count: objects.length, namespaces: [...namespaces] };
}

const stringify = (object: KubeObject): string => JSON.stringify(object, (_, value) => (typeof value === 'bigint' ? Number(value) : value));

/** Goldens hold documents that are broken on purpose and pass as they are; none of those is ours. */
function readable(text: string): readonly KubeObject[] {
  try {
    return objectsOf(text);
  } catch {
    return [];
  }
}

async function complaints(rendered: Rendered): Promise<readonly string[]> {
  const { text, count, namespaces } = streamOf(rendered);
  if (count === 0) return [];
  await createNamespaces(server(), ...namespaces);
  const done = await kubectl(server(), ['apply', '--server-side', '--dry-run=server', '--validate=strict', '-o', 'name', '-f', '-'], {
    input: text,
  });
  const lines = done.stdout.split('\n').filter((line) => line !== '');
  if (done.code === 0 && lines.length === count) return [];
  return [`${rendered.name}: exit ${done.code}, ${lines.length} of ${count}\n${done.stderr}`];
}

async function all(cases: readonly Rendered[]): Promise<void> {
  const newest = cases.filter(({ args }) => crdSetsFor(args).includes('newest'));
  assert.ok(newest.length > 0);
  const found: string[] = [];
  for (const rendered of newest) found.push(...(await complaints(rendered)));
  assert.is(found.join('\n'), '');
}

check('kubectl apply --server-side --dry-run=server takes every rendered example', () => all(examples()));
/** Goldens whose own input no API server with these definitions would take. */
const refusedAnyway: Readonly<Record<string, string>> = {
  'golden linkerd-own-route-of-the-policy-group-is-annotated': 'its route is of policy.linkerd.io, which is not defined here',
  'golden text-values-beside-an-edit-stay-as-written': 'its Service has a healthCheckNodePort without a load balancer',
};

check('kubectl apply --server-side --dry-run=server takes what the renderer wrote in every golden', () =>
  all(goldens().filter(({ args, name }) => !args.includes('--output=json') && refusedAnyway[name] === undefined)),
);

test.run();
