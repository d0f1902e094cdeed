import type { RenderOptions } from '../../src/model/options.ts';
import { fromBytes, type SourceFile } from '../../src/model/source.ts';

/** What one execution is given: files as they come from a disk, and how they are rendered. */
export interface FuzzInput {
  readonly files: readonly FuzzFile[];
  readonly options: Partial<RenderOptions>;
}

export interface FuzzFile {
  readonly path: string;
  readonly bytes: Buffer;
}

export function sourcesOf({ files }: Pick<FuzzInput, 'files'>): readonly SourceFile[] {
  return files.map(({ path, bytes }) => fromBytes(path, bytes));
}

/** Larger inputs cost more than they find. */
export const largestInput = 24_000;

export function sizeOf({ files }: Pick<FuzzInput, 'files'>): number {
  return files.reduce((sum, { bytes }) => sum + bytes.length, 0);
}

/** What a finding shows: all that is needed to run it again. Latin-1 loses no byte. */
export function showInput({ files, options }: FuzzInput): string {
  return JSON.stringify({ options, files: files.map(({ path, bytes }) => ({ path, latin1: bytes.toString('latin1') })) });
}

export function parseInput(text: string): FuzzInput {
  const { options, files } = JSON.parse(text) as Pick<FuzzInput, 'options'> & { files: readonly { path: string; latin1: string }[] };
  return { options, files: files.map(({ path, latin1 }) => ({ path, bytes: Buffer.from(latin1, 'latin1') })) };
}
