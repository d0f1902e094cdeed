import { join } from 'node:path';
import { pairedDocuments } from '../corpus/mixed.ts';
import { writeFileOf } from '../corpus/write-corpus.ts';
import { writePatchedServices } from '../corpus/write-kustomization.ts';
import { nothing, renderer } from '../measure/command.ts';
import { compareCommands } from '../measure/compare-commands.ts';
import { findPeer, missingPeer } from '../peers.ts';
import type { Row } from './row.ts';

const label = '1 Service + 1 policy';

export const tiny: Row = {
  name: 'tiny',
  title: '`render` of one Service and one policy',
  *measure(bench) {
    const { path } = writeFileOf(join(bench.directory, 'tiny.yaml'), pairedDocuments(1));
    const ours = renderer('render', path);
    const ofNode = { goal: 1.5, gate: 2, better: 'lower' } as const;
    yield compareCommands(bench, { label, against: 'node -e 0', ours, theirs: nothing, ratio: 'of theirs', target: ofNode });
    const kubectl = findPeer('kubectl');
    if (kubectl === undefined) {
      yield missingPeer(`${label}, against kubectl kustomize`, 'kubectl');
      return;
    }
    const theirs = { argv: [kubectl, 'kustomize', writePatchedServices(join(bench.directory, 'kustomize'), 1)] } as const;
    const target = { goal: 3, gate: 2, better: 'higher' } as const;
    yield compareCommands(bench, { label, against: 'kubectl kustomize', ours, theirs, ratio: 'faster', target });
  },
};
