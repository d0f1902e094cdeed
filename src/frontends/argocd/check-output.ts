import type { Report } from '../../diagnostics/diagnostic.ts';
import type { Segment } from '../../model/source.ts';

const marker = Buffer.from('\n---');

/**
 * Finds lines that Argo CD takes for a separator and YAML does not, such as `---x` in a quoted text that goes on at the start of a line
 * (facts §4): it would cut the object there, or refuse the whole application. What we write ourselves has none. Reports RP5038.
 */
export function reportCutLines(output: readonly Segment[], report: Report): void {
  for (const segment of output) {
    if (typeof segment === 'string') continue;
    const { file, from, to } = segment;
    const bytes = file.read(from, to);
    for (const at of markers(bytes)) report('RP5038', { kind: 'offset', file, offset: from + at }, {});
  }
}

function markers(bytes: Buffer): readonly number[] {
  const found: number[] = [];
  if (bytes.subarray(0, 3).equals(marker.subarray(1)) && bytes.length > 3) found.push(0);
  for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, at + 1)) found.push(at + 1);
  return found;
}

/** A stream that begins with a brace is taken for JSON, which the separator of the second document would break. */
export function beginAsYaml(output: readonly Segment[]): readonly Segment[] {
  const [first] = output;
  if (first === undefined) return output;
  const start = typeof first === 'string' ? first : first.file.read(first.from, Math.min(first.to, first.from + 256)).toString('latin1');
  return start.trimStart().startsWith('{') ? ['---\n', ...output] : output;
}
