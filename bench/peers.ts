import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { repository } from './measure/command.ts';
import type { Missing } from './report/result.ts';

/** Where `npm run tools` puts what it builds. */
const tools = join(repository, '.cache/tools');

export type Peer = 'kubectl' | 'kustomize' | 'git' | 'find' | 'sort' | 'xargs' | 'cat' | 'grep' | 'sh';

/** The program that we are measured against, as `npm run tools` built it or as the system has it. */
export function findPeer(name: Peer): string | undefined {
  const directories = [tools, ...(process.env['PATH'] ?? '').split(delimiter)];
  return directories.map((directory) => join(directory, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The one clear line of a result that needs a program which is not here. */
export function missingPeer(label: string, name: Peer): Missing {
  const built = name === 'kubectl' || name === 'kustomize' ? ' (`npm run tools` builds it)' : '';
  return { type: 'missing', label, reason: `${name} not found${built}` };
}
