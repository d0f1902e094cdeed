import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { mixedDocuments } from '../../bench/corpus/mixed.ts';
import { writeTreeOf } from '../../bench/corpus/write-corpus.ts';
import { writeResourceList } from '../../bench/corpus/write-resource-list.ts';
import type { Segment } from '../../src/model/source.ts';
import { countWork, type Work } from '../support/count-work.ts';
import { repository } from '../support/golden-cases.ts';
import { callCli } from '../support/run-cli.ts';
import { withTree } from '../support/temp-tree.ts';

/** Files, directories and parses that a command costs, as numbers that no machine changes (issue 6). */

interface Tree {
  readonly root: string;
  readonly files: number;
  readonly directories: number;
  readonly bytes: number;
}

function withCorpus(count: number, use: (tree: Tree) => void): void {
  const root = mkdtempSync(join(tmpdir(), 'renderer-'));
  try {
    writeTreeOf(root, mixedDocuments({ count, seed: 3 }));
    use(measureTree(root));
  } finally {
    rmSync(root, { recursive: true });
  }
}

function measureTree(root: string): Tree {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  return { root, files: files.length, directories: 1 + entries.length - files.length, bytes };
}

/** The output is asked for and not kept: what tests do with it is no work of the program. */
function callCounted(root: string, argv: readonly string[], stdin = ''): Work {
  let printed = 0;
  const writeOutput = (segments: readonly Segment[]): boolean => {
    printed += segments.length;
    return true;
  };
  return countWork(() => {
    const { exit, stderr } = callCli(argv, { cwd: root, stdin, world: { writeOutput } });
    assert.equal([exit, stderr.replaceAll(/^.*info RP5017.*\n/gm, ''), printed > 0 || argv.length > 1], [0, '', true]);
  });
}

test('a tree costs one look into each directory, one opening of each file and every byte once', () => {
  withCorpus(60, ({ root, files, directories, bytes }) => {
    const work = callCounted(root, ['render', '.']);
    assert.equal([work.filesOpened, work.directoriesOpened, work.bytesFromDisk, work.filesWritten], [files, directories, bytes, 0]);
    assert.ok(work.directoriesHeld <= directories + 1, `${work.directoriesHeld} openings of ${directories} directories and their root`);
    assert.is(work.copied, 0);
    assert.ok(work.decoded < bytes / 10, `${work.decoded} of ${bytes} bytes became text`);
  });
});

test('--check of a clean tree opens each file once, parses nothing that no policy is about, and writes nothing', () => {
  const parses = [60, 120].map((count) => {
    let found = -1;
    withCorpus(count, ({ root }) => {
      callCounted(root, ['render', '--write', '.']);
      const { files, bytes } = measureTree(root);
      const work = callCounted(root, ['render', '--check', '.']);
      assert.equal([work.filesOpened, work.bytesFromDisk, work.filesWritten, work.positionedParses], [files, bytes, 0, 0]);
      const again = callCounted(root, ['render', '--write', '.']);
      assert.is(again.filesWritten, 0);
      found = work.parses / policiesIn(root);
    });
    return found;
  });
  // A policy, its Service and the generated objects of it, which are read and compared.
  for (const perPolicy of parses) assert.ok(perPolicy <= 8, `${perPolicy} parses for each policy`);
});

function policiesIn(root: string): number {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.filter(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8').includes('kind: ResiliencePolicy')).length;
}

test('a function parses the list once, however long it is', () => {
  withTree({}, (root) => {
    const count = (documents: number): Work => {
      const path = writeResourceList(join(root, 'list.yaml'), mixedDocuments({ count: documents, seed: 9 }));
      return callCounted(root, [], readFileSync(path, 'utf8'));
    };
    const [few, many] = [count(2), count(12)];
    assert.is(many.parses, few.parses);
  });
});

interface Loaded {
  readonly builtin: readonly string[];
  readonly files: readonly string[];
}

test('the built program loads what a call needs, and none of the modules that make Node slow to start', () => {
  const bundle = join(repository, 'dist/resilience-renderer.cjs');
  const hook = join(repository, 'test/support/write-loaded-modules.cjs');
  const costly = [
    'child_process',
    'crypto',
    'http',
    'https',
    'net',
    'perf_hooks',
    'readline',
    'stream',
    'tls',
    'tty',
    'worker_threads',
    'zlib',
  ];
  withCorpus(60, ({ root }) => {
    const env = { PATH: process.env['PATH'], LOADED_MODULES: join(root, 'loaded') };
    const calls: readonly (readonly [args: readonly string[], bundles: readonly string[]])[] = [
      [['--version'], []],
      [['--help'], []],
      [['render', '.'], ['render']],
      [['render', '--diff', '.'], ['in-place']],
      [['validate', '--quiet', '.'], ['commands']],
    ];
    for (const [args, bundles] of calls) {
      const { status, stderr } = spawnSync(process.execPath, ['--require', hook, bundle, ...args], { cwd: root, env, encoding: 'utf8' });
      assert.equal([args, status, stderr], [args, 0, '']);
      const { builtin, files } = JSON.parse(readFileSync(env.LOADED_MODULES, 'utf8')) as Loaded;
      assert.equal([args, files], [args, [bundle, ...bundles.map((name) => join(repository, `dist/${name}.cjs`))]]);
      assert.equal([args, builtin.filter((name) => costly.includes(name))], [args, []]);
    }
  });
});

test.run();
