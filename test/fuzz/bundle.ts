import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { repository } from '../support/golden-cases.ts';

/** Text of one source file that is replaced before it is compiled. */
export interface Replacement {
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

/** The worker and the sources as one script in `.cache/fuzz/`, with a bug planted in them or without; the path of the script that starts it. */
export async function bundleWorker(name: string, replacement?: Replacement): Promise<string> {
  await build({
    entryPoints: { [name]: join(repository, 'test/fuzz/worker.ts'), [`${name}-start`]: join(repository, 'test/fuzz/start.ts') },
    outdir: join(repository, '.cache/fuzz'),
    outExtension: { '.js': '.mjs' },
    absWorkingDir: repository,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
    plugins: replacement === undefined ? [] : [planting(replacement)],
  });
  return join(repository, '.cache/fuzz', `${name}-start.mjs`);
}

/** The source with the text replaced, or the reason why it cannot be. */
export function replaceOnce(source: string, { file, text, by }: Replacement): string {
  const parts = source.split(text);
  if (parts.length !== 2) throw new Error(`${file}: "${text}" stands in it ${parts.length - 1} times, and has to stand in it once`);
  return parts.join(by);
}

function planting(replacement: Replacement): Parameters<typeof build>[0]['plugins'] extends readonly (infer P)[] | undefined ? P : never {
  return {
    name: 'planted-bug',
    setup(builder) {
      let planted = false;
      builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (relative(repository, path).split(sep).join('/') !== replacement.file) return undefined;
        planted = true;
        return { contents: replaceOnce(readFileSync(path, 'utf8'), replacement), loader: 'ts' };
      });
      builder.onEnd(() => {
        if (!planted) throw new Error(`${replacement.file}: nothing imports it`);
      });
    },
  };
}
