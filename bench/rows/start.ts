import { nothing, renderer } from '../measure/command.ts';
import { compareCommands } from '../measure/compare-commands.ts';
import type { Row } from './row.ts';

export const start: Row = {
  name: 'start',
  title: '`--version`, `--help`',
  *measure(bench) {
    const target = { goal: 1.3, gate: 1.6, better: 'lower' } as const;
    for (const flag of ['--version', '--help'])
      yield compareCommands(bench, {
        label: flag,
        against: 'node -e 0',
        ours: renderer(flag),
        theirs: nothing,
        ratio: 'of theirs',
        target,
      });
  },
};
