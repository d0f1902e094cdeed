import * as assert from 'uvu/assert';
import { listAt, type ObjectValue, stringAt } from '../../../src/model/resource.ts';
import { ownTypes } from '../../../src/status/build-status.ts';
import { type AuditEvent, auditMark, readAudit } from './audit-log.ts';
import { applyAll, createNamespaces } from './objects.ts';
import { type ReporterSuite, type ReporterSuiteOptions, reporterSuite } from './reporter-suite.ts';
import type { Reporter } from './run-reporter.ts';
import { type Named, policy, render, service } from './shop.ts';
import { waitFor } from './wait.ts';

/** A suite that harms a reporter, and looks after each fault whether anything was lost or done twice. */
export interface FaultSuite extends ReporterSuite {
  /** A name that no policy has had. */
  freshCart(): Named;
  /** The Service, its policy and what the renderer makes of them. */
  apply(cart: Named): Promise<void>;
  /** A policy that nobody knows yet comes into force. */
  converges(seconds?: number): Promise<void>;
  /**
   * Since the last look: nobody wrote the same status twice, policies that were in force before were not touched (except
   * those of `moved`), and a fresh reporter, on a dry run, would write nothing.
   */
  verifySettled(moved?: readonly Named[]): Promise<void>;
}

export function faultSuite(name: string, setUp: (suite: FaultSuite) => Promise<unknown>, options: ReporterSuiteOptions = {}): FaultSuite {
  let carts = 0;
  let mark = 0;
  let calm: ReadonlySet<string> = new Set();
  const known = new Set<string>();
  const base = reporterSuite(name, {
    ...options,
    before: (started) => createNamespaces(started, 'shop'),
    setUp: () => setUp(suite),
  });
  const suite: FaultSuite = {
    ...base,
    freshCart: () => ({ name: `cart-${carts++}`, namespace: 'shop' }),
    apply: async (cart) => {
      known.add(cart.name);
      await applyAll(base.server(), render([service(cart), policy(cart)]));
    },
    converges: async (seconds = 90) => {
      const cart = suite.freshCart();
      await suite.apply(cart);
      await base.untilReady(cart, 'True Applied', seconds);
    },
    verifySettled: async (moved = []) => {
      await verifyFresh(await base.start(['--dry-run', '--grace-period=2s']), known.size);
      const { auditLog } = base.server();
      const writes = readAudit(auditLog, base.identity().user, mark).filter(isStatusWrite);
      const excused = new Set(moved.map((each) => each.name));
      mark = auditMark(auditLog);
      const wereCalm = calm;
      calm = new Set(known);
      const touched = writes.filter((each) => wereCalm.has(each.name) && !excused.has(each.name));
      assert.equal(touched.map(describe), [], 'policies that no fault concerned');
      assert.equal(repeated(writes).map(describe), [], 'statuses written twice');
    },
  };
  return suite;
}

async function verifyFresh(fresh: Reporter, policies: number): Promise<void> {
  const evaluated = async (): Promise<number> =>
    [...(await fresh.metrics()).matchAll(/^resilience_renderer_reconciles_total\{.*\} (\d+)$/gm)].reduce(
      (sum, [, n]) => sum + Number(n),
      0,
    );
  try {
    await waitFor('a fresh reporter has looked', async () => ((await evaluated()) >= policies ? true : undefined));
    const wanted = fresh.process.log().split('\n');
    assert.equal(
      wanted.filter((line) => line.includes('would write')),
      [],
    );
  } finally {
    await fresh.process.kill();
  }
}

const isStatusWrite = ({ resource, verb, code }: AuditEvent): boolean =>
  resource === 'resiliencepolicies/status' && verb === 'update' && code === 200;

const describe = ({ name, status = {} }: AuditEvent): string => `${name} ${meaningOf(status)}`;

/** Those that say what the write of the same policy before them said. */
function repeated(writes: readonly AuditEvent[]): readonly AuditEvent[] {
  const last = new Map<string, string>();
  return writes.filter(({ name, status = {} }) => {
    const now = meaningOf(status);
    const before = last.get(name);
    last.set(name, now);
    return now === before;
  });
}

/** Our conditions without their times. */
function meaningOf(status: ObjectValue): string {
  const ours = listAt(status, ['conditions']).filter((each) => (ownTypes as readonly string[]).includes(stringAt(each, ['type'])));
  const { observedGeneration, appliedToServices } = status;
  return JSON.stringify([observedGeneration, appliedToServices, ours], (key, value: unknown) =>
    key === 'lastTransitionTime' ? undefined : value,
  );
}
