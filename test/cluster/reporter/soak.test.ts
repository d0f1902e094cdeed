import * as assert from 'uvu/assert';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { churnOnce, clearCarts, createDice } from './churn.ts';
import { evaluateFresh } from './fresh-evaluation.ts';
import { createNamespaces } from './objects.ts';
import { type ProcessFigures, readProcessFigures } from './process-figures.ts';
import { reporterSuite } from './reporter-suite.ts';
import type { Reporter } from './run-reporter.ts';
import { sleep, waitFor } from './wait.ts';

// Churn for SOAK_MINUTES, under resets and silences of the network: nothing is missed, and nothing grows.

const minutes = Number(process.env['SOAK_MINUTES'] ?? 2 / 3);
const seed = Number(process.env['SOAK_SEED'] ?? 7);
const graceSeconds = 3;
const places = ['shop', 'bank', 'post'];
const carts = Array.from({ length: 30 }, (_, i) => ({ name: `cart-${i}`, namespace: places[i % places.length] as string }));

const { test, check, server, start, afterwards } = reporterSuite('soak', {
  before: (started) => createNamespaces(started, ...places),
  setUp: async (suite) => {
    proxy = await startFaultProxy(suite.server().port);
    suite.afterwards(() => proxy.stop());
  },
});

let proxy: Awaited<ReturnType<typeof startFaultProxy>>;
let reporter: Reporter;
const samples: ProcessFigures[] = [];
const dice = createDice(seed);

/** Now and then, what a network does. */
async function harm(): Promise<void> {
  switch (dice(5)) {
    case 0:
      return proxy.reset();
    case 1:
      return proxy.reset(500 + dice(3000));
    case 2:
      proxy.set({ kind: 'closed' });
      proxy.reset();
      await sleep(1000);
      break;
    case 3:
      proxy.set({ kind: 'slow', milliseconds: 50 });
      await sleep(1000);
      break;
    default:
      // Shorter than any deadline: what is lost in between shows when the connection ends.
      proxy.set({ kind: 'silent' });
      await sleep(500);
      proxy.reset();
  }
  proxy.set({ kind: 'fair' });
}

async function churnFor(milliseconds: number): Promise<number> {
  const until = Date.now() + milliseconds;
  let done = 0;
  for (let harmAt = Date.now() + 4000; Date.now() < until; done++) {
    await churnOnce(server(), carts, dice);
    if (Date.now() > harmAt) {
      await harm();
      harmAt = Date.now() + 4000 + dice(4000);
    }
    await sleep(dice(60));
  }
  return done;
}

/** Policies whose status is not what a reporter without a past would leave there. */
async function missed(): Promise<readonly string[]> {
  const evaluations = await evaluateFresh(server(), graceSeconds);
  return evaluations.filter(({ changed }) => changed).map(({ policy: { namespace, name } }) => `${namespace}/${name}`);
}

async function nothingIsMissed(): Promise<void> {
  let last: readonly string[] = [];
  const attempt = async (): Promise<true | undefined> => {
    last = await missed();
    return last.length === 0 ? true : undefined;
  };
  await waitFor('every status is what a fresh evaluation gives', attempt, 90).catch((error: unknown) => {
    throw new Error(`${String(error)}; seed ${seed}; missed: ${last.join(', ')}`);
  });
}

const rounds = 6;

check('through churn and faults every status ends as a fresh evaluation has it', async () => {
  reporter = await start([`--grace-period=${graceSeconds}s`], {
    port: proxy.port,
    env: { NODE_OPTIONS: '--max-old-space-size=160 --max-semi-space-size=4' },
  });
  let changes = 0;
  const sampling = setInterval(() => samples.push(readProcessFigures(reporter.process.pid as number)), 1000);
  afterwards(() => clearInterval(sampling));
  for (let round = 0; round < rounds; round++) {
    changes += await churnFor((minutes * 60_000) / rounds);
    await nothingIsMissed();
  }
  clearInterval(sampling);
  assert.is(reporter.process.running, true);
  assert.ok(changes > 50 * minutes, `${changes} changes are too few to mean anything`);
  console.log(`soak: ${changes} changes in ${minutes.toFixed(1)} minutes, ${proxy.accepted} connections, seed ${seed}`);
});

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

check('memory, files and sockets do not grow', () => {
  const third = Math.floor(samples.length / 3);
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const rss = [middle, last].map((part) => median(part.map((each) => each.rss))) as [number, number];
  const peak = Math.max(...samples.map((each) => each.peak));
  const most = (part: readonly ProcessFigures[], of: 'openFiles' | 'sockets'): number => Math.max(...part.map((each) => each[of]));
  const words = `RSS ${rss.map((each) => each.toFixed(0)).join(' then ')} MiB, at most ${peak.toFixed(0)}; `;
  console.log(
    `soak: ${words}sockets ${most(middle, 'sockets')} then ${most(last, 'sockets')}, files ${most(middle, 'openFiles')} then ${most(last, 'openFiles')}`,
  );
  // A leak of a kilobyte per change would show in ten minutes; the compiler's own growth must not, in one.
  assert.ok(rss[1] < rss[0] + 24, words);
  assert.ok(peak < 256, words);
  // One for each watch, lease and write in hand, and those that a reset has just left.
  assert.ok(most(last, 'sockets') <= most(middle, 'sockets') + 8, `${most(middle, 'sockets')} then ${most(last, 'sockets')} sockets`);
  assert.ok(most(last, 'openFiles') <= most(middle, 'openFiles') + 8, `${most(middle, 'openFiles')} then ${most(last, 'openFiles')} files`);
});

check('it ends empty', async () => {
  await clearCarts(server(), carts);
  await waitFor('no policy is counted any more', async () => {
    const lines = (await reporter.metrics()).split('\n');
    const counted = lines.filter((line) => line.startsWith('resilience_renderer_policies{') && !line.endsWith(' 0'));
    const inMemory = lines.find((line) => line.startsWith('resilience_renderer_watched_objects{resource="resiliencepolicies.'));
    return counted.length === 0 && inMemory?.endsWith(' 0') === true ? true : undefined;
  });
  assert.is(await reporter.process.kill('SIGTERM'), 0);
});

test.run();
