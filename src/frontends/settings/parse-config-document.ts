import type { Report } from '../../diagnostics/diagnostic.ts';
import { standardLimits } from '../../model/limits.ts';
import type { FieldPath, Place } from '../../model/place.ts';
import type { RendererConfigSpec } from '../../model/renderer-config.ts';
import { type Value, valueAt } from '../../model/resource.ts';
import type { Slice } from '../../model/source.ts';
import { parseRange } from '../../read/document-text.ts';
import { validateConfig } from '../../validate/validate-config.ts';

/** A RendererConfig that is as its schema says. */
export interface ConfigDocument {
  readonly spec: RendererConfigSpec;
  /** `metadata.namespace` as it stands; the schema does not look at metadata. */
  readonly namespace: Value | undefined;
  at(path: FieldPath, part: 'key' | 'value'): Place;
}

/** Undefined when an error was reported (RP5007). */
export function parseConfigDocument({ file, from, to }: Slice, report: Report): ConfigDocument | undefined {
  const parsed = parseRange(file, { from, to }, standardLimits);
  if (!parsed.ok) {
    report(
      'RP5007',
      { kind: 'offset', file, offset: Math.min(from + parsed.problem.index, file.size) },
      { field: 'the file', problem: `cannot be read: ${parsed.problem.reason}` },
    );
    return undefined;
  }
  const at = (path: FieldPath, part: 'key' | 'value'): Place => ({ kind: 'field', origin: { file, from, to, path: [] }, path, part });
  const spec = validateConfig(parsed.value, at, report);
  return spec && { spec, namespace: valueAt(parsed.value, ['metadata', 'namespace']), at };
}
