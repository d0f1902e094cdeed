import type { KubeObject } from '../../model/resource.ts';
import type { Cell, Topic } from './cell.ts';
import { membersOf, withMember, withoutMember } from './one-or-many.ts';
import { topicsOf } from './topics.ts';

/** Everything that is known, by what it is about. */
export interface TopicIndex {
  /** The readers whose outcome the object may change are handed to `touch`. */
  add(object: KubeObject, touch: (cell: Cell) => void): void;
  remove(object: KubeObject, touch: (cell: Cell) => void): void;
  objectsAbout(topic: string): Iterable<KubeObject>;
  /** Puts what a cell has read and what it writes in place of what it did before; each written topic is read, too. */
  subscribe(cell: Cell, reads: ReadonlySet<string>, writes: ReadonlySet<string>): void;
}

export function createTopicIndex(): TopicIndex {
  const topics = new Map<string, Topic>();

  function open(name: string): Topic {
    const known = topics.get(name);
    if (known !== undefined) return known;
    const fresh: Topic = { name, objects: undefined, readers: undefined, writers: undefined };
    topics.set(name, fresh);
    return fresh;
  }

  function closeUnused(topic: Topic): void {
    if (topic.objects === undefined && topic.readers === undefined) topics.delete(topic.name);
  }

  return {
    add: (object, touch) => {
      for (const name of topicsOf(object)) {
        const topic = open(name);
        topic.objects = withMember(topic.objects, object);
        for (const cell of membersOf(topic.readers)) touch(cell);
      }
    },
    remove: (object, touch) => {
      for (const name of topicsOf(object)) {
        const topic = open(name);
        topic.objects = withoutMember(topic.objects, object);
        for (const cell of membersOf(topic.readers)) touch(cell);
        closeUnused(topic);
      }
    },
    objectsAbout: (name) => membersOf(topics.get(name)?.objects),
    subscribe: (cell, reads, writes) => {
      const before = cell.reads;
      for (const topic of cell.writes) topic.writers = withoutMember(topic.writers, cell);
      for (const topic of before) topic.readers = withoutMember(topic.readers, cell);
      cell.reads = [...new Set([...reads, ...writes])].map(open);
      cell.writes = [...writes].map(open);
      for (const topic of cell.reads) topic.readers = withMember(topic.readers, cell);
      for (const topic of cell.writes) topic.writers = withMember(topic.writers, cell);
      for (const topic of before) closeUnused(topic);
    },
  };
}
