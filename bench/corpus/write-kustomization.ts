import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CorpusDocument, pairedDocuments } from './mixed.ts';
import { breakerPatch } from './services.ts';
import { writeFileOf } from './write-corpus.ts';

/** A kustomization of one file. Returns its directory. */
export function writeKustomization(directory: string, documents: Iterable<CorpusDocument>, patches: readonly string[] = []): string {
  mkdirSync(directory, { recursive: true });
  writeFileOf(join(directory, 'resources.yaml'), documents);
  if (patches.length > 0) writeFileSync(join(directory, 'patches.yaml'), patches.join('---\n'));
  writeFileSync(
    join(directory, 'kustomization.yaml'),
    `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n- resources.yaml\n${patches.length > 0 ? 'patches:\n- path: patches.yaml\n' : ''}`,
  );
  return directory;
}

/** N Services, each with a strategic-merge patch that says what the policy about it says: the fastest form (performance facts §6). */
export function writePatchedServices(directory: string, count: number): string {
  const documents = [...pairedDocuments(count)];
  const services = documents.filter(({ annotates }) => annotates === undefined);
  const patches = documents.flatMap(({ name, annotates }) => (annotates === undefined ? [] : [breakerPatch(annotates, name)]));
  return writeKustomization(directory, services, patches);
}
