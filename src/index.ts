/**
 * The library: one pure function turns manifests into manifests.
 * @packageDocumentation
 */
export type { Code } from './diagnostics/catalog.ts';
export type { Severity } from './diagnostics/code-entry.ts';
export type { Finding } from './diagnostics/finding.ts';
export type { LimitSettings } from './model/limits.ts';
export type { RenderOptions } from './model/options.ts';
export type { FieldPath, Span } from './model/place.ts';
export type { PolicyField } from './model/policy-field.ts';
export type { Identity, KubeObject } from './model/resource.ts';
export { fromBytes, fromText, type Segment, type Slice, type SourceFile } from './model/source.ts';
export { type RenderResult, renderManifests } from './pipeline.ts';
export type { PolicyOutcome } from './render/outcome.ts';
