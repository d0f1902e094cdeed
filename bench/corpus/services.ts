/*
 * Services and the policies about them. Every combination renders without a warning, so that what is timed is rendering: a
 * breaker goes on the whole Service, so a policy for one port of two has none, and retries name their methods.
 */

/** What a policy asks for: the breaker annotates the Service, the rest becomes two routes for each port. */
export type Wish = 'breaker' | 'routes' | 'all';

/** Routes for one port with `retry.methods` and a timeout: the catch-all, and the one for these methods. */
export const routesPerPort = 2;

export interface ServiceShape {
  readonly ports: 1 | 2;
  readonly annotated: boolean;
}

export function service(name: string, { ports, annotated }: ServiceShape): string {
  const annotations = annotated
    ? `  annotations:\n    # who to call\n    example.com/owner: team-${name} # on rota\n    example.com/tier: "2"\n`
    : '';
  const second = ports === 2 ? '    - name: http-admin\n      port: 9090\n      targetPort: admin\n' : '';
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: bench\n  labels:\n    app: ${name}\n    tier: backend\n${annotations}spec:\n  type: ClusterIP\n  selector:\n    app: ${name}\n  ports:\n    - name: http\n      port: 80\n      targetPort: 8080\n      protocol: TCP\n${second}`;
}

const breaker = '  circuitBreaker:\n    failureThreshold: 5\n';
const routes =
  '  retry:\n    maxAttempts: 3\n    methods: [GET, HEAD]\n    retryableStatusCodes: "5xx,429"\n    retryTimeout: 1s\n  timeout:\n    requestTimeout: 10s\n    responseTimeout: 5s\n';

export function policy(name: string, target: string, wish: Wish): string {
  const port = wish === 'routes' ? '    port: 80\n' : '';
  const spec = `${wish === 'routes' ? '' : breaker}${wish === 'breaker' ? '' : routes}`;
  return `apiVersion: resilience.auth-platform.github.com/v1\nkind: ResiliencePolicy\nmetadata:\n  name: ${name}\n  namespace: bench\nspec:\n  targetRef:\n    name: ${target}\n${port}${spec}`;
}

/** What the breaker of a policy does to its Service, as kustomize is told: the words of docs/reference.md, not of src/. */
export function breakerPatch(target: string, from: string): string {
  const accrual = 'balancer.linkerd.io/failure-accrual';
  return `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${target}\n  namespace: bench\n  annotations:\n    ${accrual}: consecutive\n    ${accrual}-consecutive-max-failures: "5"\n    resilience.auth-platform.github.com/annotated-from: ${from}\n    resilience.auth-platform.github.com/managed-annotations: ${accrual},${accrual}-consecutive-max-failures\n`;
}
