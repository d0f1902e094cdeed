import * as assert from 'uvu/assert';
import { generatedPath, project, readTree, routedPolicy, type Tree } from './project.ts';
import { callCli } from './run-cli.ts';
import { cartService, withTree } from './temp-tree.ts';

const payService = cartService.replaceAll('cart', 'pay');
const payPolicy = routedPolicy.replaceAll('cart', 'pay');

/** One file is to be created, one deleted, two change. */
export const busy: Tree = withTree({ ...project, 'pay/pay.yaml': payService, 'pay/policy.yaml': payPolicy }, (cwd) => {
  callCli(['render', '--write'], { cwd });
  const { [generatedPath]: _, 'pay/policy.yaml': __, ...rest } = readTree(cwd);
  return { ...rest, 'app/cart.yaml': cartService };
});

/** What becomes of it. */
export const finished: Tree = withTree(busy, (cwd) => {
  assert.is(callCli(['render', '--write'], { cwd }).exit, 0);
  return readTree(cwd);
});

/** Every file is as it was or as it is to be; what else lies there is hidden, and can be told from other files by its name. */
export function assertOldOrNew(tree: Tree, message: string): void {
  for (const path of new Set([...Object.keys(busy), ...Object.keys(finished)])) {
    assert.ok(tree[path] === busy[path] || tree[path] === finished[path], `${message}: ${path} is neither old nor new\n${tree[path]}`);
  }
  const more = Object.keys(tree).filter((path) => !(path in busy) && !(path in finished));
  assert.equal(
    more.filter((path) => !isLeftOver(path)),
    [],
  );
}

export function isLeftOver(path: string): boolean {
  return /\/\.[^/]*\.resilience-renderer$/.test(path);
}
