import type { Finding } from '../../src/diagnostics/finding.ts';
import type { RenderOptions } from '../../src/model/options.ts';
import type { KubeObject } from '../../src/model/resource.ts';
import { bytesOfSegments, fromText, type SourceFile } from '../../src/model/source.ts';
import { renderManifests } from '../../src/pipeline.ts';
import type { World } from './arbitraries.ts';
import { filesOf } from './arbitraries-packaging.ts';
import { readObject, splitStream } from './arbitraries-text.ts';

/** What a render gave, as text. */
export interface Rendered {
  readonly ok: boolean;
  /** Not always UTF-8: what nobody reads passes as it is. */
  readonly bytes: Buffer;
  readonly text: string;
  /** Placed and worded on demand: that is most of the work where there are many. */
  findings(): readonly Finding[];
  /** Something came of at least one policy. */
  readonly changed: boolean;
}

export function renderFiles(files: readonly SourceFile[], options: Partial<RenderOptions>): Rendered {
  const { ok, output, findings, outcomes } = renderManifests(files, options);
  const made = outcomes().some(
    ({ annotations, objects }) => objects.length > 0 || annotations.some(({ values }) => Object.keys(values).length > 0),
  );
  const bytes = bytesOfSegments(output);
  return { ok, bytes, text: bytes.toString(), findings, changed: ok && made };
}

export function renderText(text: string, options: Partial<RenderOptions>): Rendered {
  return renderFiles([fromText('rendered.yaml', text)], options);
}

/** Renders a world as it is packed, as YAML. */
export function renderWorld(
  { documents, packaging, options }: Pick<World, 'documents' | 'packaging' | 'options'>,
  more: Partial<RenderOptions> = {},
): Rendered {
  return renderFiles(filesOf(documents, packaging), { ...options, output: 'yaml', ...more });
}

/** The objects of a rendered YAML stream, Lists flattened. */
export function objectsOf(text: string): readonly KubeObject[] {
  return splitStream(text).flatMap((part) => {
    const object = readObject(part);
    return object['kind'] === 'List' ? (object['items'] as readonly KubeObject[]) : [object];
  });
}

/** The findings that forbid output, for the message of a failing law. */
export function errorsOf({ ok, findings }: Rendered): string {
  if (ok) return '';
  return findings()
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message }) => `${code} ${message}`)
    .join('\n');
}

/** `group/kind/namespace/name`. */
export function identityKey(object: KubeObject): string {
  const metadata = (object['metadata'] ?? {}) as KubeObject;
  const group = String(object['apiVersion']).replace(/[^/]*$/, '');
  return `${group}${object['kind']}/${metadata['namespace'] ?? ''}/${metadata['name'] ?? ''}`;
}

export function annotationsOf(object: KubeObject | undefined): Readonly<Record<string, unknown>> {
  const metadata = (object?.['metadata'] ?? {}) as KubeObject;
  return (metadata['annotations'] ?? {}) as KubeObject;
}

/** A rendered stream with the documents of some objects, by identity, written otherwise or taken out. */
export function replaceDocuments(text: string, changes: ReadonlyMap<string, KubeObject | undefined>): string {
  const parts = splitStream(text).flatMap((part) => {
    const key = identityKey(readObject(part));
    if (!changes.has(key)) return [part];
    const object = changes.get(key);
    return object === undefined ? [] : [`${JSON.stringify(object)}\n`];
  });
  return parts.join('---\n');
}
