import type { KubeObject } from '../../../src/model/resource.ts';
import { objectsOf } from '../../support/rendered.ts';
import { withTree } from '../../support/temp-tree.ts';
import { runPeer } from '../peers.ts';

export interface Named {
  readonly name: string;
  readonly namespace: string;
}

/** With one HTTP port; `spec` holds further lines. */
export function service({ name, namespace }: Named, spec = ''): string {
  return `apiVersion: v1
kind: Service
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {app: ${name}}
  ports: [{name: http, port: 80}]
  ${spec}
`;
}

/** A breaker, which is an annotation, and a timeout, which is a route, for the Service of the same name unless told. */
export function policy({ name, namespace }: Named, target = name, sections = bothSections): string {
  return `apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  targetRef: {name: ${target}}
  ${sections.join('\n  ')}
`;
}

const bothSections: readonly string[] = ['circuitBreaker: {failureThreshold: 5}', 'timeout: {requestTimeout: 2s}'];

/** What the built program makes of these manifests. */
export function renderText(manifests: readonly string[], args: readonly string[] = []): string {
  const files = Object.fromEntries(manifests.map((text, n) => [`${n}.yaml`, text]));
  return withTree(files, (root) => {
    const { code, stdout, stderr } = runPeer('renderer', ['render', root, ...args]);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  });
}

export function render(manifests: readonly string[], args: readonly string[] = []): readonly KubeObject[] {
  return objectsOf(renderText(manifests, args));
}

export function unrendered(manifests: readonly string[]): readonly KubeObject[] {
  return manifests.flatMap(objectsOf);
}
