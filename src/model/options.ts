import type { LimitSettings } from './limits.ts';
import type { PolicyField } from './policy-field.ts';

export type AnnotationDialect = 'upstream' | 'operator-v1';

/** Instead of a mesh's name: each Service shows its own. */
export const autoMesh = 'auto';

/** What decides the rendered set; the same in every frontend (schemas/renderer-config.schema.json). */
export interface RenderOptions {
  readonly output: 'yaml' | 'json';
  /** A name of src/mesh/registry.ts, or `auto`; `renderManifests` reports any other. */
  readonly mesh: string;
  /** `x.y`, or by mesh as `linkerd=2.18,istio=1.30`; undefined is the newest that the mesh knows. */
  readonly meshVersion?: string | undefined;
  readonly annotations: AnnotationDialect;
  /** Of the Gateway API CRDs in the cluster: what a route may say. */
  readonly gatewayChannel: 'standard' | 'experimental';
  /** The last part of a Service's host name. */
  readonly clusterDomain: string;
  /** Stands in for the namespace of objects that have none; it is never written. */
  readonly namespace: string;
  readonly policies: 'keep' | 'drop';
  readonly orphans: 'error' | 'remove' | 'keep';
  readonly allowLoss: readonly (PolicyField | 'all')[];
  readonly allowEmpty: boolean;
  readonly order: 'apply' | 'input';
  /** Warnings fail. */
  readonly strict: boolean;
  /** A policy takes over annotations that were written by hand. */
  readonly adopt: boolean;
  readonly allowCrossNamespace: boolean;
  /** Parse every document, also those that nothing depends on. */
  readonly parseAll: boolean;
  /** How much of an input is read; absent ones are `defaultLimits`. The core has no clock: `time` is for who calls it. */
  readonly limits: LimitSettings;
}

export const defaultOptions: RenderOptions = {
  output: 'yaml',
  mesh: 'linkerd',
  annotations: 'upstream',
  gatewayChannel: 'standard',
  clusterDomain: 'cluster.local',
  namespace: '',
  policies: 'keep',
  orphans: 'error',
  allowLoss: [],
  allowEmpty: false,
  order: 'apply',
  strict: false,
  adopt: false,
  allowCrossNamespace: false,
  parseAll: false,
  limits: {},
};
