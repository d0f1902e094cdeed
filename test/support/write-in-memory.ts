import type { Finding } from '../../src/diagnostics/finding.ts';
import type { RenderOptions } from '../../src/model/options.ts';
import { bytesOfSegments, fromBytes, type SourceFile } from '../../src/model/source.ts';
import { renderInPlace } from '../../src/render-in-place.ts';

/** A tree in memory, as Latin-1, which loses no byte. */
export type Files = Readonly<Record<string, string>>;

export interface Written {
  readonly ok: boolean;
  readonly files: Files;
  /** Paths of files that were created, changed or deleted. */
  readonly touched: readonly string[];
  findings(): readonly Finding[];
}

export function treeOf(files: readonly SourceFile[]): Files {
  return Object.fromEntries(files.map(({ path, size, read }) => [path, read(0, size).toString('latin1')]));
}

export function sourcesOf(files: Files): readonly SourceFile[] {
  return Object.keys(files)
    .sort()
    .map((path) => fromBytes(path, Buffer.from(files[path] ?? '', 'latin1')));
}

/** What `render --write` makes of a tree. */
export function writeInMemory(files: Files, options: Partial<RenderOptions>): Written {
  const result = renderInPlace(sourcesOf(files), { orphans: 'remove', ...options }, { generatedFile: 'resilience.generated.yaml' });
  const next: Record<string, string> = { ...files };
  for (const { path, after } of result.files) {
    if (after === undefined) delete next[path];
    else next[path] = bytesOfSegments(after).toString('latin1');
  }
  const touched = [...new Set([...Object.keys(files), ...Object.keys(next)])].filter((path) => files[path] !== next[path]).sort();
  return { ok: result.ok, files: next, touched, findings: result.findings };
}
