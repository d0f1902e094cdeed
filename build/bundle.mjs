// One CommonJS file for the bin: ESM costs 5 ms at every start on Node 20. The library is ESM (docs/decisions/0008).
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licensesOf } from './licenses.mjs';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));

const oneFile = { bundle: true, minify: true, platform: 'node', target: 'node20', format: 'cjs', legalComments: 'none', metafile: true };
const metafiles = [];

/** Modules that load a library at its first use. */
const lazyLibraries = {
  'yaml-library.ts': { name: 'yamlLibrary', library: 'yaml' },
  'glob-library.ts': { name: 'globLibrary', library: 'picomatch' },
  'diff-library.ts': { name: 'diffLibrary', library: 'diff/lib/diff/array.js' },
};

/**
 * A library as text inside the one file: V8 passes over a string several times faster than over code that it might have to
 * run, and only an error or an awkward edit needs these (5 ms of 60 at every start).
 */
async function asText({ name, library }) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `module.exports = require(${JSON.stringify(library)});`, resolveDir: process.cwd() },
    ...oneFile,
    write: false,
  });
  metafiles.push(metafile);
  const source = JSON.stringify(outputFiles[0].text);
  return `let loaded;
export function ${name}() {
  if (loaded === undefined) {
    const module = { exports: {} };
    new Function('module', 'exports', 'require', ${source})(module, module.exports, require);
    loaded = module.exports;
  }
  return loaded;
}`;
}

const lazy = {
  name: 'lazy-libraries',
  setup(builder) {
    builder.onLoad({ filter: /-library\.ts$/ }, async ({ path }) => {
      const wanted = lazyLibraries[path.split(/[\\/]/).at(-1)];
      if (wanted === undefined) throw new Error(`${path}: say in build/bundle.mjs how to load this library`);
      return { contents: await asText(wanted), loader: 'js', resolveDir: process.cwd() };
    });
  },
};

const withoutSubprocesses = {
  name: 'without-subprocesses',
  setup(builder) {
    // commander loads it for executable subcommands, which this program has none of: 2.4 ms at every start.
    builder.onResolve({ filter: /^node:child_process$/ }, () => ({ path: 'child-process', namespace: 'absent' }));
    builder.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

/** The reporter and its libraries: `render` must not grow by what only a long-lived process needs. */
const besideProgram = {
  name: 'reporter-beside',
  setup(builder) {
    builder.onResolve({ filter: /\/reporter\/run-reporter\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './reporter.cjs', external: true },
    );
  },
};

/** Of client-node only how it reads a kubeconfig: without exec, copy and port-forward, which bring half of its packages. */
const kubeConfigOnly = {
  name: 'kube-config-only',
  setup(builder) {
    builder.onResolve({ filter: /^@kubernetes\/client-node$/ }, () => ({
      path: fileURLToPath(new URL('./config.js', import.meta.resolve('@kubernetes/client-node'))),
    }));
    // Its requests are never made: the reporter has a transport of its own.
    builder.onResolve({ filter: /^node-fetch$/ }, () => ({ path: 'node-fetch', namespace: 'absent' }));
    builder.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

rmSync('dist', { recursive: true, force: true });
const outfile = 'dist/resilience-renderer.cjs';
const program = await build({
  entryPoints: ['src/main.ts'],
  outfile,
  ...oneFile,
  define: { RESILIENCE_RENDERER_VERSION: JSON.stringify(version) },
  plugins: [lazy, withoutSubprocesses, besideProgram],
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);

const reporter = await build({
  entryPoints: ['src/frontends/reporter/run-reporter.ts'],
  outfile: 'dist/reporter.cjs',
  ...oneFile,
  plugins: [lazy, kubeConfigOnly],
  logLevel: 'warning',
});

const library = await build({
  entryPoints: ['src/index.ts'],
  outfile: 'dist/lib/index.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  metafile: true,
  plugins: [lazy, withoutSubprocesses],
  // For the libraries that are text: a bundle of ES modules has no require of its own.
  banner: { js: "import { createRequire as resilienceRequire } from 'node:module';\nconst require = resilienceRequire(import.meta.url);" },
  logLevel: 'warning',
});
// The package needs no other one to run: a hook or a plugin installs it from its tarball alone.
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licensesOf([...metafiles, program.metafile, reporter.metafile, library.metafile]));
