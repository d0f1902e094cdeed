import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { repository } from '../support/golden-cases.ts';
import { peers } from './peers.ts';

/** How a command ended; pre-commit writes everything to both. */
export interface Ended {
  readonly code: number;
  readonly text: string;
}

/** A scratch directory with a home, a cache of pre-commit's, a hook repository and a project under Git. */
export interface Scratch {
  readonly root: string;
  readonly project: string;
  run(command: string, args: readonly string[], cwd?: string): Ended;
  /** Git in the project; has to succeed. */
  git(...args: readonly string[]): string;
  commit(): Ended;
  write(path: string, text: string): void;
  read(path: string): string;
  remove(): void;
}

/** Where npm keeps what it has fetched: only installing this very repository needs packages. */
const npmCache = spawnSync('npm', ['config', 'get', 'cache'], { cwd: repository, encoding: 'utf8' }).stdout.trim();

/** How this machine reaches a registry. */
const networkSettings = Object.fromEntries(
  Object.entries(process.env).filter(([key]) =>
    /^(?:(?:https?|no|all)_proxy|node_extra_ca_certs|ssl_cert_file|npm_config_(?:registry|cafile))$/i.test(key),
  ),
);

export function createScratch(): Scratch {
  const root = mkdtempSync(join(tmpdir(), 'pre-commit-'));
  const project = join(root, 'project');
  for (const name of ['home', 'bin', 'project']) mkdirSync(join(root, name));
  symlinkSync(peers.renderer, join(root, 'bin/resilience-renderer'));
  const env = {
    ...networkSettings,
    PATH: [dirname(peers['pre-commit']), join(root, 'bin'), process.env['PATH']].join(delimiter),
    HOME: join(root, 'home'),
    PRE_COMMIT_HOME: join(root, 'cache'),
    PRE_COMMIT_COLOR: 'never',
    npm_config_cache: npmCache,
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: root,
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  const run = (command: string, args: readonly string[], cwd = project): Ended => {
    const done = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout: 300_000 });
    if (done.error !== undefined) throw done.error;
    return { code: done.status ?? -1, text: done.stdout + done.stderr };
  };
  const git = (...args: readonly string[]): string => mustRun({ run }, 'git', args);
  return {
    root,
    project,
    run,
    git,
    commit: () => run('git', ['commit', '--message', 'change']),
    write: (path, text) => {
      mkdirSync(dirname(join(project, path)), { recursive: true });
      writeFileSync(join(project, path), text);
    },
    read: (path) => readFileSync(join(project, path), 'utf8'),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

export function mustRun({ run }: Pick<Scratch, 'run'>, command: string, args: readonly string[], cwd?: string): string {
  const { code, text } = run(command, args, cwd);
  assert.is(code, 0, `${command} ${args.join(' ')}\n${text}`);
  return text;
}

/** A directory under Git with one commit; its revision. */
export function commitAll(scratch: Scratch, directory: string): string {
  for (const args of [
    ['init', '--quiet'],
    ['add', '--all'],
    ['commit', '--quiet', '--message', 'all'],
  ]) {
    mustRun(scratch, 'git', args, directory);
  }
  return mustRun(scratch, 'git', ['rev-parse', 'HEAD'], directory).trim();
}

/** The tarball that a release would be. */
export function packProgram(scratch: Scratch): string {
  mustRun(scratch, 'npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch.root], repository);
  return join(scratch.root, readdirSync(scratch.root).find((name) => name.endsWith('.tgz')) ?? 'no tarball');
}

/** This repository as somebody would clone it: what Git knows or would, and nothing that was built. */
export function copyRepository(to: string): void {
  const left = new Set(['node_modules', 'dist', '.cache', '.git', 'coverage']);
  mkdirSync(to);
  for (const name of readdirSync(repository).filter((each) => !left.has(each)))
    cpSync(join(repository, name), join(to, name), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (path) => !/[.]gen[.](?:js|d[.]ts)$/.test(path),
    });
}
