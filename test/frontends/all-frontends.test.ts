import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { toolKinds } from '../../src/model/kinds.ts';
import type { RenderOptions } from '../../src/model/options.ts';
import { groupOf, type KubeObject, stringAt, type Value, valueAt } from '../../src/model/resource.ts';
import { fromBytes, fromText, type SourceFile, textOfSegments } from '../../src/model/source.ts';
import { renderManifests } from '../../src/pipeline.ts';
import { dumpObject } from '../../src/print/dump.ts';
import { parseDocument } from '../../src/read/parse.ts';
import { readInventory } from '../../src/read/read-inventory.ts';
import { type GoldenCase, readGoldenCases } from '../support/golden-cases.ts';
import { callCli } from '../support/run-cli.ts';

// One set of manifests gives one set of objects, whoever calls: library, command line, KRM function, Argo CD (issue 3 §5).

/** Flags that choose files, the form of the output or its talk; those of the first line leave a case out. */
const otherForms = /^--(?:output|order|exclude|config|parse-all|allow-empty|write|check|diff|diagnostics|color)/;
const names: Readonly<Record<string, keyof RenderOptions>> = {
  'mesh-version': 'meshVersion',
  'allow-loss': 'allowLoss',
  'allow-cross-namespace': 'allowCrossNamespace',
  'gateway-channel': 'gatewayChannel',
  'cluster-domain': 'clusterDomain',
};

type Options = Readonly<Record<string, Value>>;

function optionsOf({ argv, cwd }: GoldenCase): Options {
  const config = join(cwd, argv[1] ?? '', 'resilience-renderer.yaml');
  const parsed = existsSync(config) ? parseDocument(readFileSync(config, 'utf8')) : undefined;
  const fromFile = parsed?.ok === true ? ((valueAt(parsed.value, ['spec']) ?? {}) as Options) : {};
  const flags = argv.slice(2).map((flag) => {
    const [, name = '', value] = /^--([^=]+)(?:=(.*))?$/.exec(flag) ?? [];
    const key = names[name] ?? name;
    return [key, value === undefined ? true : key === 'allowLoss' ? value.split(',') : value] as const;
  });
  return { ...fromFile, ...Object.fromEntries(flags) };
}

function filesOf({ argv, cwd, stdin }: GoldenCase): readonly SourceFile[] {
  if (stdin !== undefined) return [fromText('-', stdin)];
  const root = join(cwd, argv[1] ?? '');
  const paths = statSync(root).isFile() ? [''] : readdirSync(root, { recursive: true, encoding: 'utf8' }).sort();
  return paths
    .filter((path) => path === '' || (/\.(?:ya?ml|json)$/.test(path) && !/(?:^|\/)(?:\.|node_modules\/)/.test(path)))
    .filter((path) => statSync(join(root, path)).isFile())
    .map((path) => fromBytes(path, readFileSync(join(root, path))));
}

/** The objects of some files; undefined where one cannot be read, or would not be an item of a function. */
function objectsOf(files: readonly SourceFile[]): readonly KubeObject[] | undefined {
  const inventory = readInventory(files, { parseAll: true, limits: {} }, () => undefined);
  const objects = inventory.items.map((item) => inventory.open(item)?.object);
  return objects.every((object) => object !== undefined) ? objects.filter((object) => !isOfTool(object)) : undefined;
}

function isOfTool(object: KubeObject): boolean {
  const [kind, group] = [stringAt(object, ['kind']), groupOf(stringAt(object, ['apiVersion']))];
  return toolKinds.some((tool) => kind === tool.kind && group === tool.group);
}

/** kustomize and kpt keep local configuration to themselves, so the function gives local policies back. */
function isForCluster(object: KubeObject): boolean {
  const isLocal = valueAt(object, ['metadata', 'annotations', 'config.kubernetes.io/local-config']) === 'true';
  return !isOfTool(object) && !(isLocal && stringAt(object, ['kind']) === 'ResiliencePolicy');
}

/** A text that is the same for the same objects in any order of objects and keys. */
function canonical(objects: readonly KubeObject[]): string {
  const sorted = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, inner]) => [key, sorted(inner)]),
    );
  };
  return objects
    .map((object) => JSON.stringify(sorted(object), null, 1))
    .sort()
    .join('\n');
}

function read(text: string): readonly KubeObject[] {
  const objects = objectsOf([fromText('-', text)]);
  assert.ok(objects, 'the output reads back');
  return objects ?? [];
}

function throughFunction(objects: readonly KubeObject[], options: Options): readonly KubeObject[] {
  const functionConfig = {
    apiVersion: 'resilience.auth-platform.github.com/v1',
    kind: 'RendererConfig',
    metadata: { name: 'render' },
    spec: options,
  };
  const list = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items: objects, functionConfig };
  const { exit, stdout, stderr } = callCli([], { cwd: '.', stdin: dumpObject(list) });
  assert.is(exit, 0, stderr);
  const parsed = parseDocument(stdout);
  return (parsed.ok ? (valueAt(parsed.value, ['items']) as readonly KubeObject[]) : []).filter(isForCluster);
}

function throughArgo({ argv, cwd }: GoldenCase, options: Options): readonly KubeObject[] {
  const { namespace, ...rest } = options;
  const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  const parameters = Object.entries(rest).map(([name, value]) => ({
    name: kebab(name),
    ...(Array.isArray(value) ? { array: value } : { string: String(value) }),
  }));
  const env = {
    ARGOCD_APP_NAME: 'shop',
    ARGOCD_APP_NAMESPACE: String(namespace ?? ''),
    ARGOCD_APP_PARAMETERS: JSON.stringify([...parameters, { name: 'source', string: 'directory' }]),
  };
  const { exit, stdout, stderr } = callCli(['argocd', 'generate'], { cwd: join(cwd, argv[1] ?? ''), world: { env } });
  assert.is(exit, 0, stderr);
  return read(stdout);
}

const cases = readGoldenCases().filter(
  ({ argv, out }) => argv[0] === 'render' && out !== '' && !argv.some((flag) => otherForms.test(flag)),
);
let compared = 0;

for (const golden of cases) {
  const objects = objectsOf(filesOf(golden));
  // Text that does not parse passes through a stream, but is no item of a function.
  if (objects === undefined) continue;
  compared++;
  test(`${golden.name}: the same objects through every frontend`, () => {
    const wanted = canonical(read(golden.out));
    const options = optionsOf(golden);
    const { output } = renderManifests(filesOf(golden), options as Partial<RenderOptions>);
    assert.fixture(canonical(read(textOfSegments(output))), wanted);
    assert.fixture(canonical(throughFunction(objects, options)), wanted);
    if (golden.stdin === undefined && statSync(join(golden.cwd, golden.argv[1] ?? '')).isDirectory()) {
      assert.fixture(canonical(throughArgo(golden, options)), wanted);
    }
  });
}

test('most goldens with output are compared', () => assert.ok(compared >= 80, `${compared} cases`));

test.run();
