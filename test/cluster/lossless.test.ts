import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generatedFrom, group, managedAnnotations } from '../../src/model/group.ts';
import { identityOf, metadataOf, type Viewed, viewOf } from './kubectl-view.ts';
import { missingPeers, runPeer } from './peers.ts';
import { examples, goldens, type Rendered } from './rendered.ts';

// kubectl and kustomize read what went in and what came out: apart from our own marks, they must see the same objects.

/** The keys that the output says are ours; every other annotation and label is the user's. */
function ownKeys(object: Viewed): ReadonlySet<string> {
  const { annotations = {}, labels = {} } = metadataOf(object);
  const listed = annotations[managedAnnotations]?.split(',') ?? [];
  const marks = [...Object.keys(annotations), ...Object.keys(labels)].filter((key) => key.startsWith(`${group}/`));
  return new Set([...listed, ...marks]);
}

function without(object: Viewed, keys: ReadonlySet<string>): Viewed {
  const metadata = { ...metadataOf(object) };
  return { ...object, metadata: { ...metadata, annotations: rest(metadata.annotations, keys), labels: rest(metadata.labels, keys) } };
}

function rest(entries: Readonly<Record<string, string>> = {}, keys: ReadonlySet<string>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(entries).filter(([key]) => !keys.has(key)));
}

function isGenerated(object: Viewed): boolean {
  return metadataOf(object).annotations?.[generatedFrom] !== undefined;
}

function byIdentity(objects: readonly Viewed[]): ReadonlyMap<string, Viewed> {
  return new Map(objects.map((object) => [identityOf(object), object]));
}

/** Objects that the output may lack: our own and generated ones, tools' configuration, and what is marked as local. */
function mayVanish(object: Viewed): boolean {
  const { annotations = {} } = metadataOf(object);
  const tools = /^(resilience\.auth-platform\.github\.com|kustomize\.config\.k8s\.io|kpt\.dev)\//;
  if (tools.test(object.apiVersion) || object.kind === 'ConfigManagementPlugin') return true;
  return isGenerated(object) || annotations['config.kubernetes.io/local-config'] === 'true';
}

/** Whole files may be left out: by a flag, by a line of the configuration, or because a Helm chart lies beside them. */
function readsAllFiles({ args, inputs }: Rendered): boolean {
  const excludes =
    args.some((arg) => arg.startsWith('--exclude')) || inputs.some((file) => /^ +exclude:/m.test(readFileSync(file, 'utf8')));
  return !excludes && !inputs.some((file) => basename(file) === 'Chart.yaml');
}

let compared = 0;
let built = 0;

function compareViews(rendered: Rendered): void {
  const { inputs, output } = rendered;
  const before = inputs.map((file) => viewOf(readFileSync(file, 'utf8')));
  const after = viewOf(output());
  // kubectl cannot read all that the renderer reads (a List in a List, for one); what it could read, it must still read.
  const readable = before.every(({ complaints }) => complaints === '');
  if (readable) assert.is(after.complaints, '');
  const known = byIdentity(before.flatMap(({ objects }) => objects));
  for (const object of after.objects.filter((found) => !isGenerated(found))) {
    const original = known.get(identityOf(object));
    if (original === undefined && !readable) continue;
    assert.ok(original !== undefined, `${identityOf(object)} is neither in the input nor marked as generated`);
    const ours = new Set([...ownKeys(object), ...ownKeys(original)]);
    assert.equal(without(object, ours), without(original, ours), identityOf(object));
    compared += 1;
  }
  const kept = byIdentity(after.objects);
  const lost = [...known].filter(([identity, object]) => !kept.has(identity) && !mayVanish(object));
  if (readable && readsAllFiles(rendered))
    assert.equal(
      lost.map(([identity]) => identity),
      [],
    );
}

/** kustomize refuses some input that the renderer takes (doubtful scalars, two JSON values in a file); it must not refuse more. */
function buildBoth({ inputs, output }: Rendered): void {
  const before = kustomizeBuild(inputs.map((file) => readFileSync(file, 'utf8')));
  if (before.code !== 0) return;
  const after = kustomizeBuild([output()]);
  assert.is(after.code, 0, after.stderr);
  built += 1;
}

function kustomizeBuild(texts: readonly string[]): { readonly code: number; readonly stderr: string } {
  const folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
  try {
    for (const [n, text] of texts.entries()) writeFileSync(join(folder, `${n}.yaml`), text);
    writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify({ resources: texts.map((_, n) => `${n}.yaml`) }));
    return runPeer('kustomize', ['build', folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (missingPeers(['kubectl', 'kustomize', 'renderer']).length === 0) {
  for (const rendered of [...goldens(), ...examples()]) {
    test(`${rendered.name}: kubectl reads the same before and after`, () => compareViews(rendered));
    test(`${rendered.name}: kustomize builds the output if it builds the input`, () => buildBoth(rendered));
  }
  test('objects were compared and built', () => {
    assert.ok(compared > 0);
    assert.ok(built > 0);
  });
} else {
  test.skip('peers are missing', () => {});
}

test.run();
