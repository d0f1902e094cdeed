import { spawnSync } from 'node:child_process';
import { test } from 'uvu';

type TestFunction = (name: string, body: () => void | Promise<void>) => void;

/**
 * `test`, for what needs a program beside Node and npm. Where that is missing the test is skipped and says so; in CI nothing may pass
 * because it was not looked at.
 */
export function testWith(program: 'git' | 'bash'): TestFunction {
  if (spawnSync(program, ['--version']).error === undefined) return test;
  const message = `missing: ${program}`;
  if (process.env['CI'] !== undefined) throw new Error(message);
  console.warn(`SKIPPED: ${message}`);
  return (name) => test.skip(name, () => undefined);
}
