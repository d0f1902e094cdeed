import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Report } from '../../diagnostics/diagnostic.ts';
import type { World } from '../world.ts';

const patience = 30_000;
/** Paths that fit into one command line of any system. */
const batch = 200;

/**
 * Git does not stash or commit what it does not track, so a hook that only looks at files would never miss it (pre-commit facts, issue 3).
 * Git itself is asked: only it knows which index a commit is being made from. Reports RP5016.
 */
export function checkTracked(paths: readonly string[], world: World, report: Report): void {
  for (let at = 0; at < paths.length; at += batch) checkBatch(paths.slice(at, at + batch), world, report);
}

function checkBatch(paths: readonly string[], world: World, report: Report): void {
  const files = paths.map((path) => ({ path, real: realpathSync(path) }));
  const args = ['--literal-pathspecs', 'ls-files', '-z', '--', ...files.map(({ real }) => relative('', real))];
  // The working directory stays: what Git tells its hooks in the environment is relative to it.
  const { code, stdout, stderr, failure } = world.runProgram('git', args, { cwd: '.', env: world.env, timeout: patience });
  if (code !== 0) {
    const [first] = files;
    const reason = failure === 'missing' ? 'there is no program git' : (stderr.trim().split('\n')[0] ?? `exit code ${code}`);
    if (first !== undefined) report('RP5016', { kind: 'file', path: first.path }, { path: first.path, failure: reason });
    return;
  }
  const tracked = new Set(
    stdout
      .toString('utf8')
      .split('\0')
      .map((name) => resolve(name)),
  );
  for (const { path, real } of files) if (!tracked.has(real)) report('RP5016', { kind: 'file', path }, { path });
}
