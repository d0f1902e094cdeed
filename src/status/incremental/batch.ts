import { groupOf, identityOf, type KubeObject, stringAt } from '../../model/resource.ts';
import { type Cell, meetingWith } from './cell.ts';
import { membersOf } from './one-or-many.ts';
import type { TopicIndex } from './topic-index.ts';
import { clusterTopic, namespaceTopic, nameTopic, selectorOf } from './topics.ts';

/** Cells that are evaluated together, since some of them meet, and every object that they look at. */
export interface Batch {
  readonly cells: ReadonlySet<Cell>;
  readonly objects: ReadonlySet<KubeObject>;
}

/** What the policies of a cell were seen to write, by any evaluation of this batch. */
export type Written = ReadonlyMap<Cell, ReadonlySet<string>>;

/** The cells with all that meet them, directly or through others. Subscribes each to what it looks at now. */
export function gatherBatch(seeds: Iterable<Cell>, written: Written, index: TopicIndex): Batch {
  const cells = new Set<Cell>(seeds);
  const objects = new Set<KubeObject>();
  const around = new Set<string>([clusterTopic]);
  // A set hands out what is added to it on the way.
  for (const cell of cells) {
    const before = [...meetingWith(cell)];
    const { reads, found, namespaces } = readAround(cell, written.get(cell) ?? new Set(), index);
    for (const object of [...membersOf(cell.policies), ...found]) objects.add(object);
    for (const topic of namespaces) around.add(topic);
    const writes = new Set([cell.target, ...(written.get(cell) ?? [])]);
    index.subscribe(cell, new Set([...reads, ...namespaces, clusterTopic]), writes);
    for (const other of [...before, ...meetingWith(cell)]) cells.add(other);
  }
  for (const topic of around) for (const object of index.objectsAbout(topic)) objects.add(object);
  return { cells, objects };
}

interface Surroundings {
  readonly reads: ReadonlySet<string>;
  readonly found: ReadonlySet<KubeObject>;
  readonly namespaces: ReadonlySet<string>;
}

/**
 * What is about the Service, its policies, its pods, or anything that the policies write; and, since a rate limit names a
 * Server, which names pods, whatever is about an object that was found. By that, Services for the same pods meet.
 */
function readAround(cell: Cell, written: ReadonlySet<string>, index: TopicIndex): Surroundings {
  const policies = Array.from(membersOf(cell.policies), identityOf);
  const reads = new Set<string>([cell.target, ...policies.map(nameTopic), ...written]);
  const found = new Set<KubeObject>();
  for (const topic of reads) {
    for (const object of index.objectsAbout(topic)) {
      found.add(object);
      reads.add(nameTopic(identityOf(object)));
      const pods = isTarget(object, cell) ? selectorOf(object) : undefined;
      if (pods !== undefined) reads.add(pods);
    }
  }
  const namespaces = [cell.target.slice(0, cell.target.indexOf('/')), ...policies.map(({ namespace }) => namespace)];
  return { reads, found, namespaces: new Set(namespaces.map(namespaceTopic)) };
}

function isTarget(object: KubeObject, { target }: Cell): boolean {
  const identity = identityOf(object);
  return identity.kind === 'Service' && groupOf(identity.apiVersion) === '' && nameTopic(identity) === target;
}

/** `namespace/name` of the Service that a policy is for. */
export function targetOf(policy: KubeObject): string {
  const namespace = stringAt(policy, ['spec', 'targetRef', 'namespace']) || identityOf(policy).namespace;
  return `${namespace}/${stringAt(policy, ['spec', 'targetRef', 'name'])}`;
}
