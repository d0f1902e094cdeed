import * as assert from 'uvu/assert';
import { type Built, readBuilt } from './kustomize-build.ts';

// An application for kustomize, and what has to come of it under any name.

export const config = `apiVersion: resilience.auth-platform.github.com/v1
kind: RendererConfig
metadata:
  name: renderer
`;
export const execConfig = `${config}  annotations:
    config.kubernetes.io/function: |
      exec:
        path: resilience-renderer
`;
export const local = '  annotations:\n    config.kubernetes.io/local-config: "true"\n';

/** A Service with two ports, and a policy that makes one of everything: annotations, routes of two kinds, Servers and limits. */
export const service = `# The checkout, seen by partners
apiVersion: v1
kind: Service
metadata:
  name: checkout
spec:
  selector:
    app: checkout
  ports:
  - {name: http, port: 8080}
  - {name: grpc, port: 9000}
`;
export const policy = `apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata:
  name: steady
spec:
  targetRef:
    name: checkout
  circuitBreaker:
    failureThreshold: 7
  timeout:
    requestTimeout: 4s
  rateLimit:
    requestsPerSecond: 250
    overrides:
    - requestsPerSecond: 90
      clients:
      - serviceAccount: partner
    accessPolicy: all-authenticated
`;
export const account = 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: partner\n';
export const lines = (...entries: readonly string[]): string => `${entries.join('\n')}\n`;
export const files = { 'app/service.yaml': service, 'app/policy.yaml': policy, 'app/account.yaml': account };
export const resources = 'resources: [service.yaml, policy.yaml, account.yaml]';
export const functionApp = {
  ...files,
  'app/renderer.yaml': execConfig,
  'app/kustomization.yaml': lines(resources, 'transformers: [renderer.yaml]'),
};
export const pluginApp = { ...functionApp, 'app/renderer.yaml': config };
export const componentApp = { ...files, 'app/kustomization.yaml': lines(resources, 'components: [../kustomize/component]') };
export const overlay = (more: string): string => lines('resources: [../app]', more);

export const outcome = (objects: readonly Built[]): readonly string[] =>
  objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
export const rendered = (prefix = '', suffix = ''): readonly string[] => {
  const port = (number: number): string => `${prefix}steady${suffix}-${number}`;
  return [
    `GRPCRoute ${port(9000)}`,
    `HTTPLocalRateLimitPolicy ${port(8080)}`,
    `HTTPLocalRateLimitPolicy ${port(9000)}`,
    `HTTPRoute ${port(8080)}`,
    `ResiliencePolicy ${prefix}steady${suffix}`,
    `Server ${port(8080)}`,
    `Server ${port(9000)}`,
    `Service ${prefix}checkout${suffix}`,
    `ServiceAccount ${prefix}partner${suffix}`,
  ];
};

/** The text of every reference by name, so that one that was forgotten shows. */
export function referencesOf(objects: readonly Built[]): ReadonlySet<string> {
  const specs = objects.filter(({ kind }) => kind !== 'Service').map(({ spec = {} }) => JSON.stringify(spec));
  const names = specs.flatMap((spec) => [...spec.matchAll(/"(?:name|serviceAccount)":"([^"]*)"/g)].map(([, name]) => name ?? ''));
  return new Set(names);
}

export function checkBuilt(text: string, names: readonly string[], references: readonly string[]): void {
  const objects = readBuilt(text);
  assert.equal(outcome(objects), [...names].sort());
  assert.equal([...referencesOf(objects)].sort(), [...references].sort());
  const found = objects.find(({ kind }) => kind === 'Service');
  assert.is(found?.metadata.annotations?.['balancer.linkerd.io/failure-accrual-consecutive-max-failures'], '7');
  assert.not.match(text, /(?:internal\.config\.kubernetes|kustomize\.config\.k8s|config\.k8s)\.io/);
}

export function checkRenamed(text: string, [prefix, suffix]: readonly [string, string], namespace: string | undefined): void {
  const port = (number: number): string => `${prefix}steady${suffix}-${number}`;
  checkBuilt(text, rendered(prefix, suffix), [`${prefix}checkout${suffix}`, `${prefix}partner${suffix}`, port(8080), port(9000)]);
  assert.ok(readBuilt(text).every(({ metadata }) => metadata.namespace === namespace));
}
