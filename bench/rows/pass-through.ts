import { join } from 'node:path';
import { mixedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { writeKustomization } from '../corpus/write-kustomization.ts';
import { renderer } from '../measure/command.ts';
import { compareCommands } from '../measure/compare-commands.ts';
import { findPeer, missingPeer } from '../peers.ts';
import { formatCount } from '../report/format-number.ts';
import type { Target } from '../report/result.ts';
import type { Row } from './row.ts';

const sizes: readonly (Target & { readonly count: number })[] = [
  { count: 1000, goal: 28, gate: 15, better: 'higher' },
  { count: 10_000, goal: 1500, better: 'higher' },
];

export const passThrough: Row = {
  name: 'pass-through',
  title: 'pass-through of mixed documents',
  *measure(bench) {
    const kubectl = findPeer('kubectl');
    for (const { count, ...target } of bench.quick ? sizes.slice(0, 1).map((size) => ({ ...size, count: 100 })) : sizes) {
      const label = `${formatCount(count)} mixed documents`;
      if (kubectl === undefined) {
        yield missingPeer(label, 'kubectl');
        continue;
      }
      const shape = { count, seed: 7 };
      const { path } = writeFileOf(join(bench.directory, `mixed-${count}.yaml`), mixedDocuments(shape));
      const theirs = {
        argv: [kubectl, 'kustomize', writeKustomization(join(bench.directory, `kustomize-${count}`), mixedDocuments(shape))],
      } as const;
      yield compareCommands(bench, {
        label,
        against: 'kubectl kustomize',
        ours: renderer('render', path),
        theirs,
        ratio: 'faster',
        target,
      });
    }
  },
};
