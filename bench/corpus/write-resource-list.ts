import { writeFileSync } from 'node:fs';
import type { CorpusDocument } from './mixed.ts';

/** What kustomize and kpt hand to a function: the documents as items, with the annotations that kustomize adds to each. */
export function writeResourceList(path: string, documents: Iterable<CorpusDocument>): string {
  let text = 'apiVersion: config.kubernetes.io/v1\nkind: ResourceList\nitems:\n';
  let index = 0;
  for (const { text: document, list } of documents) if (list !== true) text += itemOf(document, index++);
  text +=
    'functionConfig:\n  apiVersion: resilience.auth-platform.github.com/v1\n  kind: RendererConfig\n  metadata:\n    name: renderer\n';
  writeFileSync(path, text);
  return path;
}

/** Comments before an item would end up in the item above it. */
function itemOf(document: string, index: number): string {
  const own = `    config.kubernetes.io/index: '${index}'\n    internal.config.kubernetes.io/index: '${index}'\n`;
  const plain = document.replace(/^(?:#.*\n)+/, '');
  const marked = plain.includes('\n  annotations:\n')
    ? plain.replace('\n  annotations:\n', `\n  annotations:\n${own}`)
    : plain.replace(/^ {2}name: .*\n/m, `$&  annotations:\n${own}`);
  return `- ${marked.trimEnd().replaceAll('\n', '\n  ')}\n`;
}
