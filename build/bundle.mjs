// CommonJS for the bin: ESM costs 5 ms at every start on Node 20. The library is ESM (docs/decisions/0008).
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { licensesOf } from './licenses.mjs';
import { sbomOf } from './sbom.mjs';

const readJson = (path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const manifest = readJson('../package.json');
const { version } = manifest;

// A dynamic import would start Node's loader of ES modules, 10 ms; as a call of require it costs nothing.
const oneFile = {
  supported: { 'dynamic-import': false },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  legalComments: 'none',
  metafile: true,
};
const metafiles = [];

/** Modules that load a library at its first use. */
const lazyLibraries = {
  'yaml-library.ts': { name: 'yamlLibrary', library: 'yaml' },
  'glob-library.ts': { name: 'globLibrary', library: 'picomatch' },
  'diff-library.ts': { name: 'diffLibrary', library: 'diff/lib/diff/array.js' },
  'catalog-library.ts': { name: 'catalogLibrary', library: './src/diagnostics/catalog.ts', member: 'catalog' },
  'config-schema-library.ts': { name: 'configSchemaLibrary', library: './src/validate/config-schema.gen.js' },
};

/** A bundle of the library alone. */
async function bundleLibrary({ library, member }, output) {
  const contents = `module.exports = require(${JSON.stringify(library)})${member === undefined ? '' : `.${member}`};`;
  const { outputFiles, metafile } = await build({ stdin: { contents, resolveDir: process.cwd() }, ...oneFile, ...output });
  metafiles.push(metafile);
  return outputFiles?.[0].text;
}

/**
 * Beside the bundles of the program, which only load it when it is needed: passing over its code costs 1 ms of 50 at every start, and
 * twice that where compiled code is kept.
 */
async function asFile({ name, library, member }) {
  await bundleLibrary({ library, member }, { outfile: `dist/${name}.cjs` });
  return `export const ${name} = () => require('./${name}.cjs');`;
}

/** In the module for other programs, which may be bundled itself, as text: V8 passes over text faster than over code. */
async function asText({ name, library, member }) {
  const source = JSON.stringify(await bundleLibrary({ library, member }, { write: false }));
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

const lazily = (how) => ({
  name: 'lazy-libraries',
  setup(builder) {
    builder.onLoad({ filter: /-library\.ts$/ }, async ({ path }) => {
      const wanted = lazyLibraries[path.split(/[\\/]/).at(-1)];
      if (wanted === undefined) throw new Error(`${path}: say in build/bundle.mjs how to load this library`);
      return { contents: await how(wanted), loader: 'js', resolveDir: process.cwd() };
    });
    builder.onResolve({ filter: /^\.\/\w+Library\.cjs$/ }, ({ path }) => ({ path, external: true }));
  },
});

const withoutSubprocesses = {
  name: 'without-subprocesses',
  setup(builder) {
    // commander loads it for executable subcommands, which this program has none of: 2.4 ms at every start.
    builder.onResolve({ filter: /^node:child_process$/ }, () => ({ path: 'child-process', namespace: 'absent' }));
    builder.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({ contents: 'module.exports = {};', loader: 'js' }));
  },
};

/**
 * Every error of js-yaml comes with an excerpt that we never show. It is cut out of lists of all line breaks: three gigabytes of memory for a
 * text of sixty megabytes (docs/decisions/0015).
 */
const withoutExcerpts = {
  name: 'without-excerpts',
  setup(builder) {
    builder.onLoad({ filter: /[\\/]js-yaml\.mjs$/ }, ({ path }) => {
      const parts = readFileSync(path, 'utf8').split('mark.snippet = makeSnippet(mark);');
      if (parts.length !== 2) throw new Error(`${path}: look where it makes its excerpts`);
      return { contents: parts.join(''), loader: 'js' };
    });
  },
};

/** One bundle for each way in: none grows by what another needs. What the one before loads is found beside it. */
const bundles = [
  { entry: 'src/main.ts', file: 'resilience-renderer.cjs' },
  { entry: 'src/frontends/cli/run-plain-render.ts', file: 'render.cjs' },
  { entry: 'src/frontends/cli/run-plain-in-place.ts', file: 'in-place.cjs' },
  { entry: 'src/frontends/cli/run-cli.ts', file: 'commands.cjs' },
  { entry: 'src/frontends/reporter/run-reporter.ts', file: 'reporter.cjs' },
];

const beside = {
  name: 'bundles-beside',
  setup(builder) {
    builder.onResolve({ filter: /\/(?:run-plain-render|run-plain-in-place|run-cli|run-reporter)\.ts$/ }, ({ kind, path }) => {
      const { file } = bundles.find(({ entry }) => entry.endsWith(path.replace(/^(?:\.\.?\/)+/, ''))) ?? {};
      return kind === 'dynamic-import' && file !== undefined ? { path: `./${file}`, external: true } : undefined;
    });
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
const programs = [];
for (const { entry, file } of bundles) {
  programs.push(
    await build({
      entryPoints: [entry],
      outfile: `dist/${file}`,
      ...oneFile,
      define: { RESILIENCE_RENDERER_VERSION: JSON.stringify(version) },
      plugins: [lazily(asFile), withoutExcerpts, beside, ...(file === 'reporter.cjs' ? [kubeConfigOnly] : [withoutSubprocesses])],
      logLevel: 'warning',
    }),
  );
}
const program = 'dist/resilience-renderer.cjs';
chmodSync(program, 0o755);
// What the program would say itself, so that nothing has to be loaded to say it.
writeFileSync('dist/help.txt', execFileSync(process.execPath, [program, '--help']));

const library = await build({
  entryPoints: ['src/index.ts'],
  outfile: 'dist/lib/index.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  metafile: true,
  plugins: [lazily(asText), withoutExcerpts, withoutSubprocesses],
  // For the libraries that are text: a bundle of ES modules has no require of its own.
  banner: { js: "import { createRequire as resilienceRequire } from 'node:module';\nconst require = resilienceRequire(import.meta.url);" },
  logLevel: 'warning',
});
// The package needs no other one to run: a hook or a plugin installs it from its tarball alone.
const bundled = [...metafiles, ...programs.map(({ metafile }) => metafile), library.metafile];
writeFileSync('dist/THIRD-PARTY-LICENSES.txt', licensesOf(bundled));
writeFileSync('dist/sbom.cdx.json', sbomOf(bundled, { manifest, lockfile: readJson('../package-lock.json') }));
