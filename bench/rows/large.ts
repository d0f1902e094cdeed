import { join } from 'node:path';
import { sizeOf } from '../bench.ts';
import { mixedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { nothing, renderer } from '../measure/command.ts';
import { compareCommands } from '../measure/compare-commands.ts';
import { findPeer, missingPeer } from '../peers.ts';
import { formatCount, formatMegabytes } from '../report/format-number.ts';
import type { Row } from './row.ts';

export const large: Row = {
  name: 'large',
  title: '50,000 mixed documents in one file',
  *measure(bench) {
    const count = sizeOf(bench, 50_000, 500);
    const { path, bytes } = writeFileOf(join(bench.directory, 'large.yaml'), mixedDocuments({ count, seed: 7 }));
    const label = `${formatCount(count)} documents, ${formatMegabytes(bytes)}`;
    const ours = renderer('render', path);
    const ofNode = { goal: 13, gate: 25, better: 'lower' } as const;
    yield compareCommands(bench, { label, against: 'node -e 0', ours, theirs: nothing, ratio: 'of theirs', target: ofNode });
    const cat = findPeer('cat');
    if (cat === undefined) yield missingPeer(`${label}, against cat`, 'cat');
    else yield compareCommands(bench, { label, against: 'cat', ours, theirs: { argv: [cat, path] }, ratio: 'of theirs' });
    const theirs = renderer('render', '--parse-all', path);
    const target = { goal: 20, better: 'higher' } as const;
    yield compareCommands(bench, { label, against: 'own --parse-all', ours, theirs, ratio: 'faster', target });
  },
};
