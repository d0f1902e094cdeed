import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { meshes } from '../../src/mesh/registry.ts';
import type { SourceFile } from '../../src/model/source.ts';
import { type World, worldFor } from '../support/arbitraries.ts';
import { anyOptions, anyText, mutate as mutateSources, mutation } from '../support/arbitraries-chaos.ts';
import { filesOf, onePerFile } from '../support/arbitraries-packaging.ts';
import { repository } from '../support/golden-cases.ts';
import { type FuzzFile, type FuzzInput, largestInput, sizeOf } from './input.ts';
import { type Change, changeKinds, mutateBytes } from './mutate.ts';
import { hostileDocuments } from './snippets.ts';

export const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom(...changeKinds),
  at: fc.nat({ max: 9_999 }),
  length: fc.nat({ max: 255 }),
  pick: fc.nat({ max: 255 }),
});

const changes = fc.array(change, { maxLength: 4 });

const toFiles = (sources: readonly SourceFile[]): readonly FuzzFile[] =>
  sources.map(({ path, size, read }) => ({ path, bytes: Buffer.from(read(0, size)) }));

/** Options that leave most inputs valid; others come from `anyOptions`. */
const softOptions: fc.Arbitrary<FuzzInput['options']> = fc.record(
  {
    orphans: fc.constantFrom('error', 'remove', 'keep') satisfies fc.Arbitrary<FuzzInput['options']['orphans']>,
    order: fc.constantFrom('apply', 'input') satisfies fc.Arbitrary<FuzzInput['options']['order']>,
    policies: fc.constantFrom('keep', 'drop') satisfies fc.Arbitrary<FuzzInput['options']['policies']>,
    allowLoss: fc.constant(['all'] as const),
    adopt: fc.boolean(),
    output: fc.constantFrom('yaml', 'yaml', 'json') satisfies fc.Arbitrary<FuzzInput['options']['output']>,
  },
  { requiredKeys: [] },
);

/** Believable manifests for any mesh. Their policies stand in files of their own in half of them, as people keep them. */
const anyWorld: fc.Arbitrary<World> = fc.oneof(
  { weight: 3, arbitrary: worldFor('linkerd') },
  ...Object.keys(meshes).map((mesh) => worldFor(mesh)),
);

const fromWorld: fc.Arbitrary<FuzzInput> = fc.tuple(anyWorld, fc.boolean(), softOptions).map(([world, apart, options]) => {
  const isPolicy = ({ policy }: World['documents'][number]): boolean => policy !== undefined;
  const files = apart
    ? [
        ...filesOf(world.documents, world.packaging, isPolicy),
        ...onePerFile(world.documents.filter(isPolicy)).map((file) => ({ ...file, path: `policies/${file.path}` })),
      ]
    : filesOf(world.documents, world.packaging);
  return { files: toFiles(files), options: { ...world.options, ...options } };
});

/** What tests and examples hold: one input for each directory. */
export const seeds: readonly FuzzInput[] = ['test/golden', 'examples'].flatMap((folder) => seedsBelow(join(repository, folder)));

function seedsBelow(root: string): readonly FuzzInput[] {
  const folders = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.flatMap(({ name }) => seedOf(join(root, name)) ?? []);
}

/** Each of the whole documents that trap careless readers. */
export const traps: readonly FuzzInput[] = hostileDocuments.map((text, i) => ({
  files: [{ path: `trap-${i}.yaml`, bytes: Buffer.from(text) }],
  options: {},
}));

function seedOf(directory: string): FuzzInput | undefined {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name) && !/^out\./.test(entry.name),
  );
  const files = entries.map((entry) => ({
    path: join(entry.parentPath, entry.name).slice(directory.length + 1),
    bytes: readFileSync(join(entry.parentPath, entry.name)),
  }));
  const seed = { files, options: {} };
  return files.length > 0 && sizeOf(seed) <= largestInput ? seed : undefined;
}

const fromSeed: fc.Arbitrary<FuzzInput> = fc.tuple(fc.constantFrom(...seeds), softOptions).map(([seed, options]) => ({ ...seed, options }));

const fromText: fc.Arbitrary<FuzzInput> = fc
  .tuple(anyText, anyOptions)
  .map(([text, options]) => ({ files: [{ path: 'any.yaml', bytes: Buffer.from(text) }], options }));

/** New inputs, valid and broken. */
export const freshInput: fc.Arbitrary<FuzzInput> = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: fromWorld }, { weight: 4, arbitrary: fromSeed }, { weight: 1, arbitrary: fromText }),
    changes,
    fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(mutation, { maxLength: 2 })),
    fc.oneof({ weight: 5, arbitrary: fc.constant({}) }, anyOptions),
  )
  .map(([input, lines, bytes, options]) => {
    const changed = applyChanges(input, lines);
    const sources = mutateSources(
      changed.files.map(({ path, bytes: all }) => ({ path, size: all.length, read: (from, to) => all.subarray(from, to) })),
      bytes,
    );
    return { files: toFiles(sources), options: { ...input.options, ...options } };
  });

/** Each change goes to one file. */
export function applyChanges(input: FuzzInput, list: readonly Change[]): FuzzInput {
  if (input.files.length === 0) return input;
  const files = input.files.map((file, i) => {
    const own = list.filter(({ at }) => at % input.files.length === i);
    return own.length === 0 ? file : { ...file, bytes: mutateBytes(file.bytes, own) };
  });
  return { ...input, files };
}
