import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { generatedFrom } from '../../../src/model/group.ts';
import { isKind, readKinds } from '../../../src/model/kinds.ts';
import { groupOf, identityOf, isList, isObject, type KubeObject, stringAt, type Value, valueAt } from '../../../src/model/resource.ts';
import { generatedKinds } from '../../../src/status/generated-kinds.ts';
import { optionalFieldsOf } from '../../../src/status/optional-fields.ts';
import { parseTime } from '../../../src/status/rfc3339.ts';
import { trimObject } from '../../../src/status/trim-object.ts';
import { watchedKinds } from '../../../src/status/watched-kinds.ts';
import { repository } from '../../support/golden-cases.ts';
import { objectsOf } from '../../support/rendered.ts';

test('every kind that the plan reads is watched, and no other', () => {
  const names = (kinds: readonly { readonly group: string; readonly kind: string }[]) =>
    kinds.map(({ group, kind }) => `${kind}.${group}`).sort();
  assert.equal(names(watchedKinds), names(readKinds));
});

function goldenObjects(): readonly KubeObject[] {
  const root = join(repository, 'test/golden');
  const outputs = readdirSync(root)
    .map((name) => join(root, name, 'out.yaml'))
    .filter((path) => existsSync(path));
  const documents = outputs.flatMap((path) => readFileSync(path, 'utf8').split(/^---$/m)).filter((text) => text.includes(generatedFrom));
  return documents.flatMap(objectsOf).filter((object) => stringAt(object, ['metadata', 'annotations', generatedFrom]) !== '');
}

test('every kind that any golden generates may get an owner, no other, and all are watched', () => {
  const marked = goldenObjects();
  const found = new Set(marked.map(identityOf).map(({ apiVersion, kind }) => `${kind}.${groupOf(apiVersion)}`));
  assert.equal([...found].sort(), generatedKinds.map(({ group, kind }) => `${kind}.${group}`).sort());
  for (const each of generatedKinds)
    assert.ok(
      watchedKinds.some(({ group, kind }) => group === each.group && kind === each.kind),
      each.kind,
    );
});

/** Keys that some maps at a place have and others there do not; selectors are the user's. */
function varyingKeys(values: readonly Value[]): readonly string[] {
  const maps = values.filter(isObject);
  const keys = [...new Set(maps.flatMap((map) => Object.keys(map)))].filter((key) => key !== 'matchLabels');
  const below = keys.flatMap((key) => varyingKeys(maps.flatMap((map) => valuesBelow(map[key]))));
  return [...keys.filter((key) => maps.some((map) => !Object.hasOwn(map, key))), ...below];
}

function valuesBelow(value: Value | undefined): readonly Value[] {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
}

test('every key that goldens of a kind have or lack is known as optional', () => {
  const narrowing = ['exportTo', 'gateways', 'workloadSelector'];
  for (const wanted of generatedKinds) {
    const specs = goldenObjects()
      .filter((object) => isKind(identityOf(object), wanted))
      .flatMap((object) => valueAt(object, ['spec']) ?? []);
    assert.ok(specs.length > 1, wanted.kind);
    const known = [...optionalFieldsOf({ apiVersion: `${wanted.group}/v1`, kind: wanted.kind })].filter((key) => !narrowing.includes(key));
    assert.equal([...new Set(varyingKeys(specs))].sort(), known.sort(), wanted.kind);
  }
});

test('times are read as the platform reads them', () => {
  for (const text of [
    '1970-01-01T00:00:00Z',
    '2024-02-29T23:59:59Z',
    '2026-11-21T06:34:40.123456Z',
    '2000-03-01T00:00:00+02:30',
    '1999-12-31T23:00:00-01:00',
  ])
    assert.is(parseTime(text), Math.floor(Date.parse(text) / 1000), text);
  for (const text of ['', 'yesterday', '2026-01-01']) assert.is(parseTime(text), undefined);
});

test('a cached object has nothing that the core does not read', () => {
  const metadata = {
    name: 'web',
    namespace: 'shop',
    managedFields: [{}],
    labels: { a: 'b', 'istio.io/use-waypoint': 'none' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'long', 'config.linkerd.io/opaque-ports': '1' },
  };
  const spec = { clusterIP: 'None', sessionAffinity: 'None', ports: [{ port: 1, nodePort: 30000 }] };
  assert.equal(trimObject({ apiVersion: 'v1', kind: 'Service', metadata, spec, status: { loadBalancer: {} } }), {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'web',
      namespace: 'shop',
      labels: { 'istio.io/use-waypoint': 'none' },
      annotations: { 'config.linkerd.io/opaque-ports': '1' },
    },
    spec: { clusterIP: 'None', ports: [{ port: 1 }] },
  });
});

test.run();
