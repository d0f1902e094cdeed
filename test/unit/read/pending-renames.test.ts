import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { type KubeObject, valueAt } from '../../../src/model/resource.ts';
import { pendingRenames, references } from '../../../src/read/pending-renames.ts';
import { repository } from '../../support/golden-cases.ts';

const internal = 'internal.config.kubernetes.io';

function service(name: string, previous: string, prefix = ''): KubeObject {
  const annotations = { [`${internal}/previousNames`]: previous, ...(prefix === '' ? {} : { [`${internal}/prefixes`]: prefix }) };
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, annotations } };
}

function policy(target: string, prefix = ''): KubeObject {
  const annotations = { [`${internal}/prefixes`]: prefix };
  const metadata = { name: 'web', annotations };
  return {
    apiVersion: 'resilience.auth-platform.github.com/v1',
    kind: 'ResiliencePolicy',
    metadata,
    spec: { targetRef: { name: target } },
  };
}

const targetOf = (objects: readonly KubeObject[]): unknown => {
  const last = objects.length - 1;
  return valueAt(pendingRenames(objects).get(last) ?? objects[last], ['spec', 'targetRef', 'name']);
};

test('a reference follows to the name that its object has now', () => {
  assert.is(targetOf([service('dev-web', 'web'), policy('web')]), 'dev-web');
  assert.is(targetOf([service('x-dev-web', 'web,web,dev-web'), policy('dev-web')]), 'x-dev-web');
});

test('nothing follows where nothing was renamed, or the name is in use', () => {
  assert.is(pendingRenames([service('web', ''), policy('web')]).size, 0);
  assert.is(targetOf([service('dev-web', 'web'), service('web', ''), policy('web')]), 'web');
  assert.is(targetOf([service('dev-web', 'web'), policy('api')]), 'api');
});

test('of two variants the one of the same overlay is meant, and none where that does not tell', () => {
  const both = [service('dev-web', 'web', 'dev-'), service('eu-web', 'web', 'eu-')];
  assert.is(targetOf([...both, policy('web', 'eu-')]), 'eu-web');
  assert.is(targetOf([...both, policy('web')]), 'web');
});

test('objects of another namespace or kind are not meant', () => {
  const away = { ...service('dev-web', 'web'), metadata: { ...(service('dev-web', 'web')['metadata'] as KubeObject), namespace: 'team' } };
  assert.is(targetOf([away, policy('web')]), 'web');
  assert.is(targetOf([{ ...service('dev-web', 'web'), kind: 'Server' }, policy('web')]), 'web');
});

test('kustomize is told of the same references, and the Component ships the same file', () => {
  const text = readFileSync(join(repository, 'kustomize/name-reference.yaml'), 'utf8');
  assert.is(readFileSync(join(repository, 'kustomize/component/name-reference.yaml'), 'utf8'), text);
  const { nameReference } = parse(text) as {
    nameReference: readonly { kind: string; fieldSpecs: readonly { group: string; kind: string; path: string }[] }[];
  };
  const shipped = nameReference.flatMap(({ kind, fieldSpecs }) =>
    fieldSpecs.map((each) => `${each.group} ${each.kind} ${each.path} ${kind}`),
  );
  const known = references.map(({ group, kind, path, to }) => `${group} ${kind} ${path.filter((step) => step !== '[]').join('/')} ${to}`);
  assert.equal([...shipped].sort(), [...known].sort());
});

test.run();
