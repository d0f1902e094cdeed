import { group } from '../../model/group.ts';
import type { Inventory } from '../../model/inventory.ts';
import { formatName, groupOf, identityOf, type KubeObject } from '../../model/resource.ts';
import { type Evaluation, evaluatePolicies, type StatusContext } from '../evaluate-policies.ts';
import { createLiveInventory, type LiveItem } from '../live-inventory.ts';
import { parseTime } from '../rfc3339.ts';
import { gatherBatch, targetOf } from './batch.ts';
import { type Cell, createCell } from './cell.ts';
import { countOf, membersOf, withMember, withoutMember } from './one-or-many.ts';
import { createTopicIndex } from './topic-index.ts';
import { nameTopic } from './topics.ts';

/** What is known of all policies. */
export interface Survey {
  readonly evaluations: readonly Evaluation[];
  /** Those among them that were made by this call. */
  readonly fresh: readonly Evaluation[];
  /** True while more wait to be evaluated than one call takes on. */
  readonly unfinished: boolean;
}

export interface IncrementalEvaluation {
  /** Tells what has changed from the objects that are no longer the same ones; unchanged objects have to be. */
  survey(objects: Iterable<KubeObject>, context: StatusContext): Survey;
}

export interface IncrementalOptions {
  readonly evaluate?: (inventory: Inventory<LiveItem>, context: StatusContext) => readonly Evaluation[];
  /** How many policies one call takes on, about: between two calls others get their turn, and memory is bounded. */
  readonly most?: number;
}

/**
 * `evaluatePolicies` with a memory: only what a change can touch is evaluated again. The outcome is that of an evaluation
 * from scratch (a law), since policies meet only where they are for one Service or for the same pods, or where one
 * writes what another looks at (batch.ts).
 */
export function createIncrementalEvaluation({ evaluate = evaluatePolicies, most = 500 }: IncrementalOptions = {}): IncrementalEvaluation {
  const index = createTopicIndex();
  const cells = new Map<string, Cell>();
  const dirty = new Set<Cell>();
  const known = new Map<KubeObject, number>();
  let pass = 0;
  let last: { readonly context: StatusContext; readonly seconds: number } | undefined;
  const touch = (cell: Cell): void => void dirty.add(cell);

  function cellOf(policy: KubeObject): Cell {
    const target = targetOf(policy);
    const cell = cells.get(target) ?? createCell(target);
    cells.set(target, cell);
    dirty.add(cell);
    return cell;
  }

  function note(objects: Iterable<KubeObject>): void {
    pass++;
    for (const object of objects) {
      if (!known.has(object)) {
        if (isPolicy(object)) addPolicy(cellOf(object), object);
        else index.add(object, touch);
      }
      known.set(object, pass);
    }
    for (const [object, seen] of known) {
      if (seen === pass) continue;
      known.delete(object);
      if (isPolicy(object)) removePolicy(cellOf(object), object);
      else index.remove(object, touch);
    }
  }

  function noteTime(context: StatusContext): void {
    const seconds = parseTime(context.now) ?? 0;
    const anew = last === undefined || !isSame(last.context, context);
    // A clock that was put back brings no deadline nearer.
    const back = last !== undefined && seconds < last.seconds;
    for (const cell of cells.values()) if (anew || cell.due <= seconds || (back && cell.due !== Number.POSITIVE_INFINITY)) dirty.add(cell);
    last = { context, seconds };
  }

  /** Evaluates some of what is dirty, with whatever it meets; again when what it writes leads to more. */
  function evaluateSome(context: StatusContext): readonly Evaluation[] {
    const written = new Map<Cell, Set<string>>();
    let batch = gatherBatch(takeSome(dirty, most), written, index);
    for (;;) {
      // Until all is well: should an evaluation fail, none of them may be taken for evaluated.
      for (const cell of batch.cells) dirty.add(cell);
      const byPolicy = cellsByPolicy(batch.cells);
      const found = evaluate(createLiveInventory(batch.objects), {
        ...context,
        onWanted: (policy, object) => {
          const cell = byPolicy.get(formatName(policy));
          if (cell !== undefined) written.set(cell, (written.get(cell) ?? new Set()).add(nameTopic(object)));
        },
      });
      const next = gatherBatch(batch.cells, written, index);
      if (next.cells.size === batch.cells.size && next.objects.size === batch.objects.size) {
        settle(batch.cells, found, context);
        return found;
      }
      batch = next;
    }
  }

  function settle(evaluated: ReadonlySet<Cell>, found: readonly Evaluation[], context: StatusContext): void {
    const byPolicy = cellsByPolicy(evaluated);
    const results = new Map<Cell, Evaluation[]>([...evaluated].map((cell) => [cell, []]));
    for (const each of found) results.get(byPolicy.get(formatName(each.policy)) as Cell)?.push(each);
    const now = parseTime(context.now) ?? 0;
    for (const [cell, evaluations] of results) {
      dirty.delete(cell);
      // A copy holds no more than it needs.
      cell.evaluations = evaluations.slice();
      cell.due = evaluations.reduce(
        (due, { recheckSeconds }) => Math.min(due, now + (recheckSeconds ?? Number.POSITIVE_INFINITY)),
        Number.POSITIVE_INFINITY,
      );
      if (cell.policies !== undefined) continue;
      index.subscribe(cell, new Set(), new Set());
      cells.delete(cell.target);
    }
  }

  return {
    survey: (objects, context) => {
      note(objects);
      noteTime(context);
      const fresh = dirty.size > 0 ? evaluateSome(context) : [];
      const evaluations = [...cells.values()].flatMap((cell) => cell.evaluations);
      return { evaluations, fresh, unfinished: dirty.size > 0 };
    },
  };
}

function addPolicy(cell: Cell, policy: KubeObject): void {
  cell.policies = withMember(cell.policies, policy);
}

/** What was said of it goes at once: a status for an older resourceVersion could only be refused. */
function removePolicy(cell: Cell, policy: KubeObject): void {
  cell.policies = withoutMember(cell.policies, policy);
  const name = formatName(identityOf(policy));
  cell.evaluations = cell.evaluations.filter((each) => formatName(each.policy) !== name);
}

/** They go to the end of the line, so that those which fail do not hold up the others for ever. */
function takeSome(dirty: Set<Cell>, most: number): readonly Cell[] {
  const taken: Cell[] = [];
  let policies = 0;
  for (const cell of dirty) {
    if (policies >= most) break;
    taken.push(cell);
    policies += Math.max(1, countOf(cell.policies));
  }
  for (const cell of taken) dirty.delete(cell);
  return taken;
}

function cellsByPolicy(cells: ReadonlySet<Cell>): ReadonlyMap<string, Cell> {
  return new Map(
    [...cells].flatMap((cell) => Array.from(membersOf(cell.policies), (policy) => [formatName(identityOf(policy)), cell] as const)),
  );
}

function isPolicy(object: KubeObject): boolean {
  const { apiVersion, kind } = identityOf(object);
  return kind === 'ResiliencePolicy' && groupOf(apiVersion) === group;
}

/** Whether everything but the time is as it was. */
function isSame(a: StatusContext, b: StatusContext): boolean {
  return a.options === b.options && a.graceSeconds === b.graceSeconds && JSON.stringify(a.unwatchable) === JSON.stringify(b.unwatchable);
}
