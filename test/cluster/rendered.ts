import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type GoldenCase, readGoldenCases, repository } from '../support/golden-cases.ts';
import { readMeshTarget, writesRules } from '../support/golden-mesh.ts';
import type { Written } from './crd-sets.ts';
import { runPeer } from './peers.ts';

/** Manifests and what the renderer makes of them. */
export interface Rendered extends Written {
  readonly name: string;
  readonly inputs: readonly string[];
  /** The rendered set; throws when the program does not render it, so call it inside a test. */
  readonly output: () => string;
}

/** Every golden that has output; one that shows errors alone has none, since writers are all or nothing. */
export function goldens(): readonly Rendered[] {
  const shown = readGoldenCases().filter(({ argv, out }) => argv[0] === 'render' && out !== '');
  return shown.map((golden) => ({
    name: `golden ${golden.name}`,
    args: golden.argv,
    target: readMeshTarget(golden),
    holdsRules: writesRules(golden),
    inputs: inputsOf(golden),
    output: () => golden.out,
  }));
}

function inputsOf({ argv, cwd }: GoldenCase): readonly string[] {
  const paths = argv.slice(1).filter((arg) => !arg.startsWith('--'));
  return paths.flatMap((path) => (path === '-' ? [join(cwd, 'stdin.yaml')] : manifestsBelow(join(cwd, path))));
}

/** Each of them loses something of most examples. */
const otherMeshes: readonly (readonly string[])[] = [
  ['--mesh=istio', '--allow-loss=all'],
  ['--mesh=istio-ambient', '--gateway-channel=experimental', '--allow-loss=all'],
  ['--mesh=gateway-api', '--allow-loss=all'],
  ['--mesh=gateway-api', '--gateway-channel=experimental', '--allow-loss=all'],
];

/** Every example as the built program renders it, once for each kind of cluster that the flags can ask for. */
export function examples(): readonly Rendered[] {
  return foldersIn(join(repository, 'examples')).flatMap((name) => {
    const inputs = manifestsBelow(join(repository, 'examples', name));
    // A route of the user's own has a version of its own, which an old cluster need not serve.
    const ownRoutes = inputs.some((file) => /^kind: (HTTP|GRPC)Route$/m.test(readFileSync(file, 'utf8')));
    const variants = [
      [],
      ['--annotations=operator-v1', '--allow-loss=all'],
      ...(ownRoutes ? [] : [['--mesh-version=2.17'], ...otherMeshes]),
    ];
    return variants.map((args) => ({
      name: ['example', name, ...args].join(' '),
      args,
      target: readMeshTarget({ argv: ['render', join('examples', name), ...args], cwd: repository }),
      holdsRules: otherMeshes.includes(args),
      inputs,
      output: () => renderExample(name, args),
    }));
  });
}

function renderExample(name: string, args: readonly string[]): string {
  const done = runPeer('renderer', ['render', join('examples', name), ...args]);
  if (done.code !== 0) throw new Error(`examples/${name} ${args.join(' ')} does not render:\n${done.stderr}`);
  return done.stdout;
}

function foldersIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map((entry) => entry.name).sort();
}

/** What the renderer reads of a folder: manifests that no link leads to, and that no hidden folder and no package hides. */
function manifestsBelow(path: string): readonly string[] {
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const files = entries.map((entry) => join(entry.parentPath, entry.name));
  return files.filter((file) => /\.(yaml|yml|json)$/.test(file) && !/\/(\.|node_modules\/)/.test(file.slice(path.length))).sort();
}
