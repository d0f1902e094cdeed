import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubeObject } from '../../../src/model/resource.ts';
import { repository } from '../../support/golden-cases.ts';
import { objectsOf } from '../../support/rendered.ts';
import { withTree } from '../../support/temp-tree.ts';
import { runPeer } from '../peers.ts';

/** An overlay over manifests that are rendered already, with the configuration that kustomize needs to rename references too. */
export function renameWithKustomize(
  rendered: string,
  names: { readonly namePrefix: string; readonly nameSuffix: string },
): readonly KubeObject[] {
  const kustomization = { ...names, resources: ['rendered.yaml'], configurations: ['name-reference.yaml'] };
  const files = {
    'rendered.yaml': rendered,
    'name-reference.yaml': readFileSync(join(repository, 'kustomize/name-reference.yaml'), 'utf8'),
    'kustomization.yaml': JSON.stringify(kustomization),
  };
  return withTree(files, (root) => {
    const built = runPeer('kustomize', ['build', root]);
    if (built.code !== 0) throw new Error(built.stderr);
    return objectsOf(built.stdout);
  });
}
