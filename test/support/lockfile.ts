import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './golden-cases.ts';

export interface Locked {
  readonly version: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
}

export interface Lockfile {
  readonly lockfileVersion: number;
  /** By directory; '' is this package. */
  readonly packages: Readonly<Record<string, Locked>>;
}

export const lockfile: Lockfile = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as Lockfile;
