import { join } from 'node:path';
import { sizeOf } from '../bench.ts';
import { mixedDocuments } from '../corpus/mixed.ts';
import { writeTreeOf } from '../corpus/write-corpus.ts';
import { renderer } from '../measure/command.ts';
import { compareCommands } from '../measure/compare-commands.ts';
import { findPeer, missingPeer, type Peer } from '../peers.ts';
import { formatCount } from '../report/format-number.ts';
import type { Row } from './row.ts';

const needed: readonly Peer[] = ['sh', 'find', 'sort', 'xargs', 'cat'];

export const files: Row = {
  name: 'files',
  title: '20,000 files',
  *measure(bench) {
    const count = sizeOf(bench, 20_000, 200);
    const label = `${formatCount(count)} files`;
    const absent = needed.find((name) => findPeer(name) === undefined);
    if (absent !== undefined) {
      yield missingPeer(label, absent);
      return;
    }
    const { path } = writeTreeOf(join(bench.directory, 'tree'), mixedDocuments({ count, seed: 11 }));
    const theirs = { argv: ['sh', '-c', 'find "$1" -name "*.yaml" -print0 | sort -z | xargs -0 cat', 'sh', path], family: true } as const;
    const target = { goal: 1.3, gate: 2, better: 'lower' } as const;
    yield compareCommands(bench, {
      label,
      against: 'find, sort, xargs cat',
      ours: renderer('render', path),
      theirs,
      ratio: 'of theirs',
      target,
    });
  },
};
