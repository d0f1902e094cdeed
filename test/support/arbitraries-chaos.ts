import fc from 'fast-check';
import { defaultOptions, type RenderOptions } from '../../src/model/options.ts';
import { fromBytes, type SourceFile } from '../../src/model/source.ts';
import { codePoints, nastyStrings } from './manifest-text.ts';

/** What happens to bytes between an editor and a disk. Places and lengths are shares of the text. */
export interface Mutation {
  readonly kind: 'cut' | 'repeat' | 'swap' | 'insert' | 'truncate' | 'byte';
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

const fragments = [
  '---\n',
  '---',
  '\n',
  '\r',
  '\t',
  '{',
  '}',
  '[',
  ']',
  '"',
  "'",
  ': ',
  '- ',
  '&a ',
  '*a',
  '<<: *a\n',
  '#',
  '|\n',
  '!!binary ',
  '{{ .Values.x }}',
  'kind: List\nitems:\n',
  'items: [1]\n',
  'null',
  '1e999',
  '0x',
  '%YAML 1.1\n',
  '\ufeff',
  'spec:\n',
  'metadata: []\n',
  'annotations: x\n',
  '9'.repeat(40),
  '{"a":'.repeat(50),
];

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom('cut', 'repeat', 'swap', 'insert', 'insert', 'truncate', 'byte'),
  at: fc.nat({ max: 9_999 }),
  length: fc.integer({ min: 1, max: 60 }),
  text: fc.oneof(fc.constantFrom(...fragments), fc.constantFrom(...nastyStrings)),
});

/** The files with something broken in them, which may leave them valid or not. */
export function mutate(files: readonly SourceFile[], mutations: readonly Mutation[]): readonly SourceFile[] {
  return files.map((file, i) => {
    const own = mutations.filter((_, j) => j % files.length === i);
    return fromBytes(file.path, own.reduce(applyMutation, Buffer.from(file.read(0, file.size))));
  });
}

function applyMutation(bytes: Buffer, { kind, at, length, text }: Mutation): Buffer {
  const from = Math.floor((at / 10_000) * bytes.length);
  const to = Math.min(bytes.length, from + length);
  const [head, middle, tail] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
  switch (kind) {
    case 'cut':
      return Buffer.concat([head, tail]);
    case 'repeat':
      return Buffer.concat([head, middle, middle, tail]);
    case 'swap':
      return Buffer.concat([head, Buffer.from(middle).reverse(), tail]);
    case 'insert':
      return Buffer.concat([head, Buffer.from(text), middle, tail]);
    case 'truncate':
      return Buffer.from(head);
    case 'byte':
      return Buffer.concat([head, Buffer.from([length * 4 + 1]), tail]);
  }
}

/** Text that nobody would call a manifest, and some that nearly is one. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  codePoints(),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...fragments, ...nastyStrings),
        fc.constantFrom(
          'apiVersion: v1\n',
          'kind: Service\n',
          'metadata:\n  name: web\n',
          'apiVersion: resilience.auth-platform.github.com/v1\nkind: ResiliencePolicy\n',
          'spec: {targetRef: {name: web}}\n',
        ),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join('')),
  fc.json(),
);

export const anyOptions: fc.Arbitrary<Partial<RenderOptions>> = fc.record(
  {
    output: fc.constantFrom('yaml', 'json') satisfies fc.Arbitrary<RenderOptions['output']>,
    mesh: fc.constantFrom(defaultOptions.mesh, defaultOptions.mesh, '', '__proto__', 'constructor', 'istoi'),
    meshVersion: fc.constantFrom('2.16', '2.20', '', 'x', '9'.repeat(99)),
    annotations: fc.constantFrom('upstream', 'operator-v1') satisfies fc.Arbitrary<RenderOptions['annotations']>,
    namespace: fc.constantFrom('', 'shop', '__proto__'),
    policies: fc.constantFrom('keep', 'drop') satisfies fc.Arbitrary<RenderOptions['policies']>,
    orphans: fc.constantFrom('error', 'remove', 'keep') satisfies fc.Arbitrary<RenderOptions['orphans']>,
    allowLoss: fc.constantFrom([], ['all'] as const, ['retry.methods'] as const) satisfies fc.Arbitrary<RenderOptions['allowLoss']>,
    allowEmpty: fc.boolean(),
    order: fc.constantFrom('apply', 'input') satisfies fc.Arbitrary<RenderOptions['order']>,
    strict: fc.boolean(),
    adopt: fc.boolean(),
    allowCrossNamespace: fc.boolean(),
    parseAll: fc.boolean(),
  },
  { requiredKeys: [] },
);
