import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { cartPolicy, cartService } from './temp-tree.ts';

/** A timeout makes a route, which goes to a generated file; the breaker stays on the Service. */
export const routedPolicy: string = `${cartPolicy}  timeout:\n    requestTimeout: 10s\n`;

/** A project with something for both places. */
export const project: Readonly<Record<string, string>> = { 'app/cart.yaml': cartService, 'policies/cart.yaml': routedPolicy };

export const generatedPath = 'app/resilience.generated.yaml';

export type Tree = Readonly<Record<string, string>>;

/** Every file below a directory, hidden ones too, but not what Git keeps; as Latin-1, which loses no byte. */
export function readTree(root: string): Tree {
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.startsWith('.git/'))
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'latin1')]));
}
