import type { ApiServer } from './api-server.ts';
import { applyAll, pathOf, policyPath, remove } from './objects.ts';
import { type Named, policy, render, service, unrendered } from './shop.ts';

/** Numbers from 0 up to, not including, `below`; the same ones for the same seed. */
export type Dice = (below: number) => number;

/** mulberry32. */
export function createDice(seed: number): Dice {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

const breakers = ['circuitBreaker: {failureThreshold: 5}', 'circuitBreaker: {failureThreshold: 8}'];
const timeouts = ['timeout: {requestTimeout: 2s}', 'timeout: {requestTimeout: 3s}'];

/** Does one thing to a cluster of a few policies that people, tools and accidents do. */
export async function churnOnce(server: ApiServer, carts: readonly Named[], dice: Dice): Promise<void> {
  const cart = carts[dice(carts.length)] as Named;
  const routePath = `/apis/gateway.networking.k8s.io/v1/namespaces/${cart.namespace}/httproutes/${cart.name}`;
  const servicePath = `/api/v1/namespaces/${cart.namespace}/services/${cart.name}`;
  const sections = [breakers[dice(2)] ?? '', timeouts[dice(2)] ?? ''];
  switch (dice(10)) {
    case 0:
      return remove(server, servicePath);
    case 1:
      return remove(server, `${policyPath(cart.namespace)}/${cart.name}`);
    case 2:
      return remove(server, routePath);
    case 3: {
      const annotations = { 'balancer.linkerd.io/failure-accrual-consecutive-max-failures': String(dice(3) + 7) };
      await server.client.mergePatch(servicePath, { metadata: { annotations } });
      return;
    }
    case 4:
      await server.client.mergePatch(routePath, { metadata: { annotations: { 'timeout.linkerd.io/request': `${dice(3) + 4}s` } } });
      return;
    case 5: {
      // For the Service of somebody else, who was there first.
      const other = carts[dice(carts.length)] as Named;
      await applyAll(server, unrendered([policy(cart, other.name, sections)]));
      return;
    }
    default:
      await applyAll(server, rendered(cart, sections));
  }
}

const known = new Map<string, ReturnType<typeof render>>();

/** The program is started once for each pair of sections. */
function rendered(cart: Named, sections: readonly string[]): ReturnType<typeof render> {
  const key = sections.join();
  const sample = { name: 'sample-cart', namespace: 'sample-shop' };
  const made = known.get(key) ?? render([service(sample), policy(sample, sample.name, sections)]);
  known.set(key, made);
  const text = JSON.stringify(made).replaceAll(sample.name, cart.name).replaceAll(sample.namespace, cart.namespace);
  return JSON.parse(text) as ReturnType<typeof render>;
}

/** Everything that `churnOnce` may have made. */
export async function clearCarts(server: ApiServer, carts: readonly Named[]): Promise<void> {
  for (const cart of carts)
    for (const object of rendered(cart, [breakers[0] ?? '', timeouts[0] ?? ''])) await remove(server, pathOf(object));
}
