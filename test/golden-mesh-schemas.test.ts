import { GRPCRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/GRPCRoute';
import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute';
import { DestinationRule } from '@kubernetes-models/istio/networking.istio.io/v1/DestinationRule';
import { VirtualService } from '@kubernetes-models/istio/networking.istio.io/v1/VirtualService';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { meshes } from '../src/mesh/registry.ts';
import { readGoldenCases } from './support/golden-cases.ts';
import { readMeshTarget, writesRules } from './support/golden-mesh.ts';
import { type GoldenObject, isGenerated, nameOf, readGoldenObjects } from './support/golden-objects.ts';
import { meshFixtures } from './support/mesh-fixtures.ts';
import { findMeshProblems } from './support/mesh-grammar.ts';
import { meshRefusals } from './support/mesh-refusals.ts';

// Rules of Istio and the Gateway API before validators that others made from the definitions of both, and before our own model of
// what those leave open. test/cluster/meshes.test.ts does the same with real peers.

const models: Readonly<Record<string, (object: never) => { validate(): void }>> = {
  VirtualService: (object) => new VirtualService(object),
  DestinationRule: (object) => new DestinationRule(object),
  HTTPRoute: (object) => new HTTPRoute(object),
  GRPCRoute: (object) => new GRPCRoute(object),
};

const rules = readGoldenCases()
  .filter((golden) => golden.argv[0] === 'render' && golden.out !== '' && writesRules(golden))
  .map(({ name, argv, cwd, out }) => ({ name, mesh: readMeshTarget({ argv, cwd }).mesh, objects: readGoldenObjects(out) }));
const judged = (objects: readonly GoldenObject[]): readonly GoldenObject[] =>
  objects.filter((each) => isGenerated(each) && Object.hasOwn(models, each.kind));

/** What the validators find wrong: the first thing of each object. */
function complaintsOf(objects: readonly GoldenObject[]): readonly string[] {
  return objects.flatMap((object) => {
    const { apiVersion, kind, metadata, spec } = object;
    try {
      models[kind]?.({ apiVersion, kind, metadata, spec } as never).validate();
      return [];
    } catch (error) {
      return [`${nameOf(object)}: ${error instanceof Error ? error.message : String(error)}`];
    }
  });
}

for (const { name, text } of Object.values(meshFixtures)) {
  test(`the models take ${name}`, () => {
    const objects = readGoldenObjects(text);
    assert.ok(judged(objects).length >= 1);
    assert.equal(complaintsOf(objects), []);
  });
}

for (const { name, text, by } of meshRefusals) {
  const expected = by.model;
  if (expected !== undefined)
    test(`the models refuse ${name}`, () => assert.match(complaintsOf(readGoldenObjects(text)).join('\n'), expected));
}

test('the models refuse a version that is not theirs', () => {
  const objects = readGoldenObjects(meshFixtures.istio.text.replaceAll('istio.io/v1\n', 'istio.io/v1alpha3\n'));
  assert.is(complaintsOf(objects).length, 2);
});

// test/golden-schemas.test.ts does the same for Linkerd. A mesh that is in neither would be judged by its own goldens alone.
test('every other mesh of the registry has goldens that the models have seen', () => {
  const shown = new Set(rules.filter(({ objects }) => judged(objects).length > 0).map(({ mesh }) => mesh));
  assert.equal(
    Object.keys(meshes).filter((mesh) => mesh !== 'linkerd' && !shown.has(mesh)),
    [],
  );
});

for (const { name, objects } of rules) {
  test(`${name}: every generated rule is one to the models`, () => assert.equal(complaintsOf(judged(objects)), []));

  test(`${name}: every rule is within the grammar of its mesh`, () => assert.equal(findMeshProblems(objects), []));
}

test.run();
