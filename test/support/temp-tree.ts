import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

function makeTree(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'renderer-'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

/** Runs with a directory that holds these files, and removes it. */
export function withTree<T>(files: Readonly<Record<string, string>>, use: (root: string) => T): T {
  const root = makeTree(files);
  try {
    return use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** The same for what takes its time. */
export async function withTreeFor<T>(files: Readonly<Record<string, string>>, use: (root: string) => Promise<T>): Promise<T> {
  const root = makeTree(files);
  try {
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

export const cartService = `apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    app: cart
  ports:
    - name: http
      port: 80
`;

/** A breaker for the cart. */
export const cartPolicy = `apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata:
  name: cart
  namespace: shop
spec:
  targetRef:
    name: cart
  circuitBreaker:
    failureThreshold: 5
`;

/** Renders without a word. */
export const shop: Readonly<Record<string, string>> = { 'cart.yaml': cartService, 'policy.yaml': cartPolicy };

export function switches(name: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: shop\ndata:\n  new-basket: "on"\n`;
}

/** A RendererConfig with these options. */
export function configText(spec: string): string {
  return `apiVersion: resilience.auth-platform.github.com/v1\nkind: RendererConfig\nmetadata:\n  name: shop\nspec:\n  ${spec}\n`;
}
