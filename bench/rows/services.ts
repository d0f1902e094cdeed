import { join } from 'node:path';
import { pairedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { writePatchedServices } from '../corpus/write-kustomization.ts';
import { renderer } from '../measure/command.ts';
import { compareCommands } from '../measure/compare-commands.ts';
import { findPeer, missingPeer } from '../peers.ts';
import { formatCount } from '../report/format-number.ts';
import type { Target } from '../report/result.ts';
import type { Row } from './row.ts';

/** kustomize is quadratic here: 2.5 s, 89 s, and more than 35 minutes, of which it gets two. */
const sizes: readonly (Target & { readonly count: number })[] = [
  { count: 1000, goal: 20, gate: 10, better: 'higher' },
  { count: 5000, goal: 300, gate: 100, better: 'higher' },
  { count: 20_000, goal: 2000, better: 'higher' },
];

export const services: Row = {
  name: 'services',
  title: 'N Services + N policies',
  *measure(bench) {
    const kubectl = findPeer('kubectl');
    for (const { count, ...target } of bench.quick ? sizes.slice(0, 1).map((size) => ({ ...size, count: 50 })) : sizes) {
      const label = `${formatCount(count)} Services + ${formatCount(count)} policies`;
      if (kubectl === undefined) {
        yield missingPeer(label, 'kubectl');
        continue;
      }
      const { path } = writeFileOf(join(bench.directory, `pairs-${count}.yaml`), pairedDocuments(count));
      const theirs = { argv: [kubectl, 'kustomize', writePatchedServices(join(bench.directory, `kustomize-${count}`), count)] } as const;
      const against = 'kubectl kustomize, one patch each';
      yield compareCommands(bench, { label, against, ours: renderer('render', path), theirs, ratio: 'faster', target });
    }
  },
};
