import { join } from 'node:path';
import { sizeOf } from '../bench.ts';
import { mixedDocuments } from '../corpus/mixed.ts';
import { writeResourceList } from '../corpus/write-resource-list.ts';
import { renderer, repository } from '../measure/command.ts';
import { compareCommands } from '../measure/compare-commands.ts';
import { formatCount } from '../report/format-number.ts';
import type { Row } from './row.ts';

export const krm: Row = {
  name: 'krm',
  title: 'KRM function call',
  *measure(bench) {
    const count = sizeOf(bench, 1000, 50);
    const stdin = writeResourceList(join(bench.directory, 'list.yaml'), mixedDocuments({ count, seed: 7 }));
    const noOp = join(repository, 'bench/peers/no-op-function.cjs');
    yield compareCommands(bench, {
      label: `${formatCount(count)} items`,
      against: 'a function that only reads and writes the list with js-yaml',
      ours: { ...renderer(), stdin },
      theirs: { argv: [process.execPath, noOp], stdin },
      ratio: 'of theirs',
      target: { goal: 1, gate: 1.5, better: 'lower' },
    });
  },
};
