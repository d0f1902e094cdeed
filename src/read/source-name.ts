import type { SourceFile } from '../model/source.ts';

/** How far around a place in a document its comment is looked for; only problems pay for it. */
const reach = 1024 * 1024;

/** Annotations that name the file of an object, the most telling first: kustomize's buildMetadata, then kpt and its forerunner. */
export const sourceAnnotations = [
  'config.kubernetes.io/origin',
  'internal.config.kubernetes.io/path',
  'config.kubernetes.io/path',
] as const;

/** The file that one of those annotations names: kustomize's is YAML, with `path` for what was read and `configuredIn` for what was generated. */
export function sourceOfAnnotation(value: string): string | undefined {
  const path = value.includes('\n') || /^\w+: /.test(value) ? /^(?:path|configuredIn): (.+)$/m.exec(value)?.[1] : value;
  return path === undefined || path.trim() === '' ? undefined : path.trim().replace(/^(["'])(.*)\1$/, '$2');
}

/** The file that `helm template` names in the comment at the start of each document. */
export function sourceOfComment(text: string): string | undefined {
  const comments = /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*/.exec(text)?.[0] ?? '';
  return /^# Source: (\S.*?)\r?$/m.exec(comments)?.[1];
}

/** The same for an offset somewhere in a document that could not be read. */
export function sourceAround(file: SourceFile, offset: number): string | undefined {
  const from = Math.max(0, offset - reach);
  const before = `\n${file.read(from, offset).toString('utf8')}`;
  const after = file.read(offset, Math.min(file.size, offset + reach)).toString('utf8');
  const separator = before.lastIndexOf('\n---');
  const start = separator < 0 ? 1 : before.indexOf('\n', separator + 1) + 1;
  return sourceOfComment(start === 0 ? after : before.slice(start) + after);
}
