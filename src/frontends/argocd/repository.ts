import { lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';

/** Where the application lies. */
export interface Repository {
  /** Real path of the directory that is rendered, which is the working directory. */
  readonly app: string;
  /** Real path of what Argo CD handed over of the repository; that of the application where no more is known. */
  readonly root: string;
}

const configName = 'resilience-renderer.yaml';

/**
 * The root is the working directory without the path of the application, or without the end of it: with
 * `reposerver.plugin.use.manifest.generate.paths`, Argo CD hands over a part of the repository only.
 */
export function findRepository(sourcePath = ''): Repository {
  const app = realpathSync('.');
  const steps = sourcePath.split('/').filter((step) => step !== '' && step !== '.');
  let root = app;
  while (steps.length > 0 && steps.at(-1) === basename(root)) {
    steps.pop();
    root = dirname(root);
  }
  return { app, root };
}

/**
 * The nearest config file from the application up to the root of the repository, never beyond: other applications lie there. A link out of
 * the repository counts too, and is refused when it is read: without the options behind it, the result would be another.
 */
export function findProjectConfig({ app, root }: Repository): string | undefined {
  for (let directory = app; ; directory = dirname(directory)) {
    const candidate = join(directory, configName);
    if (lstatSync(candidate, { throwIfNoEntry: false }) !== undefined) return relative(app, candidate);
    if (directory === root || directory === dirname(directory)) return undefined;
  }
}
