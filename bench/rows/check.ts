import { join } from 'node:path';
import { sizeOf } from '../bench.ts';
import { mixedDocuments } from '../corpus/mixed.ts';
import { writeTreeOf } from '../corpus/write-corpus.ts';
import { renderer } from '../measure/command.ts';
import { compareCommands } from '../measure/compare-commands.ts';
import { runCommand } from '../measure/run-command.ts';
import { findPeer, missingPeer } from '../peers.ts';
import { formatCount } from '../report/format-number.ts';
import type { Row } from './row.ts';

export const check: Row = {
  name: 'check',
  title: '`--check` of a clean tree',
  *measure(bench) {
    const count = sizeOf(bench, 5000, 100);
    const label = `${formatCount(count)} files`;
    const git = findPeer('git');
    if (git === undefined) {
      yield missingPeer(label, 'git');
      return;
    }
    const { path: cwd } = writeTreeOf(join(bench.directory, 'tree'), mixedDocuments({ count, seed: 13 }));
    runCommand({ ...renderer('render', '--write', '.'), cwd });
    const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', '-c', 'commit.gpgsign=false'];
    for (const args of [
      ['init', '--quiet'],
      ['add', '--all'],
      [...author, 'commit', '--quiet', '--message', 'Add everything'],
    ])
      runCommand({ argv: [git, ...args], cwd });
    const ours = { ...renderer('render', '--check', '.'), cwd };
    const target = { goal: 2, gate: 4, better: 'lower' } as const;
    yield compareCommands(bench, {
      label,
      against: 'git status',
      ours,
      theirs: { argv: [git, 'status'], cwd },
      ratio: 'of theirs',
      target,
    });
  },
};
