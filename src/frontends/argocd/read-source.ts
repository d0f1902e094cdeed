import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SourceFile } from '../../model/source.ts';
import { readSourceFiles } from '../files/source-files.ts';
import type { Settings } from '../settings/read-config.ts';
import type { Call } from './call.ts';
import type { SourceType } from './detect-source.ts';
import { templateChart } from './helm.ts';
import { buildKustomization } from './kustomize.ts';

/** The manifests of the application in the working directory. Undefined when an error was reported. */
export function readSource(
  type: SourceType,
  { exclude, limits }: Pick<Settings, 'exclude' | 'limits'>,
  call: Call,
): readonly SourceFile[] | undefined {
  switch (type) {
    case 'directory':
      return readSourceFiles({ paths: ['.'], exclude, limits, recurse: call.values.recurse }, call.world, call.report);
    case 'kustomize':
      return withScratch(call, buildKustomization);
    case 'helm':
      return withScratch(call, templateChart);
  }
}

/** Nothing is left behind, and the result is held in memory: a CMP server lives for months. */
function withScratch(call: Call, build: (scratch: string, call: Call) => SourceFile | undefined): readonly SourceFile[] | undefined {
  const scratch = mkdtempSync(join(call.world.env['TMPDIR'] || '/tmp', 'resilience-renderer-'));
  try {
    const file = build(scratch, call);
    return file && [file];
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}
