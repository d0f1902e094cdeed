import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { CorpusDocument } from './mixed.ts';

/** What was written. */
export interface Written {
  readonly path: string;
  readonly bytes: number;
  /** Documents that rendering has to give. */
  readonly becomes: number;
}

const chunkSize = 1024 * 1024;
const filesPerDirectory = 20;

/** One file of many documents, written in chunks: a corpus may be larger than the memory. */
export function writeFileOf(path: string, documents: Iterable<CorpusDocument>): Written {
  const fd = openSync(path, 'w');
  let chunk = '';
  let bytes = 0;
  let becomes = 0;
  try {
    for (const document of documents) {
      chunk += becomes === 0 ? document.text : `---\n${document.text}`;
      becomes += document.becomes;
      if (chunk.length < chunkSize) continue;
      bytes += writeAll(fd, chunk);
      chunk = '';
    }
    bytes += writeAll(fd, chunk);
  } finally {
    closeSync(fd);
  }
  return { path, bytes, becomes };
}

function writeAll(fd: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
  return bytes.length;
}

/** A tree with one document in each file, about twenty in a directory and twenty directories in one above it. */
export function writeTreeOf(root: string, documents: Iterable<CorpusDocument>): Written {
  let [bytes, becomes, count] = [0, 0, 0];
  let directory = root;
  for (const document of documents) {
    if (count % filesPerDirectory === 0) {
      const number = count / filesPerDirectory;
      directory = join(root, `area-${Math.floor(number / filesPerDirectory)}`, `team-${number}`);
      mkdirSync(directory, { recursive: true });
    }
    writeFileSync(join(directory, `${document.name}.yaml`), document.text);
    bytes += Buffer.byteLength(document.text);
    becomes += document.becomes;
    count++;
  }
  return { path: root, bytes, becomes };
}
