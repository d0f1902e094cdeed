import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { meshes } from '../../src/mesh/registry.ts';
import { readClusterDomain, ruleMeshes } from '../support/golden-mesh.ts';
import { meshFixtures } from '../support/mesh-fixtures.ts';
import { meshRefusals } from '../support/mesh-refusals.ts';
import { checkObjects, checkRendered, ruleSetsFor } from './crd-sets.ts';
import { checkWithIstio, objectionsOf } from './istio-check.ts';
import { missingPeers } from './peers.ts';
import { examples, goldens } from './rendered.ts';

// Rules of Istio and the Gateway API before the definitions of both and before Istio's own code. First the judges are shown
// objects by hand whose answer is known, then the goldens (those before the definitions: crds.test.ts).

const check = missingPeers(['crd-check', 'istio-check']).length === 0 ? test : test.skip;
const rules = goldens().filter(({ holdsRules }) => holdsRules);

for (const { name, target, text } of Object.values(meshFixtures)) {
  for (const set of ruleSetsFor(target)) {
    check(`${set} takes ${name}`, () => {
      const done = checkRendered(set, text);
      assert.is(done.problems, 0, done.stdout);
      assert.ok(done.complete >= 2, done.stdout);
    });
  }
  check(`Istio takes ${name}`, () => {
    const done = checkWithIstio(text);
    assert.equal(objectionsOf(done), []);
    assert.is(done.checked > 0, target.mesh !== 'gateway-api');
  });
}

for (const { name, fixture, text, by } of meshRefusals) {
  const { definitions, istio } = by;
  if (definitions !== undefined) {
    check(`definitions refuse ${name}`, () => {
      const [newest = 'newest'] = ruleSetsFor(fixture.target);
      const done = checkObjects(newest, text, ['-apply-defaults']);
      assert.is(done.code, 1, done.stdout + done.stderr);
      assert.match(done.stdout, definitions);
    });
  }
  if (istio !== undefined) {
    check(`Istio refuses ${name}`, () => {
      const done = checkWithIstio(text);
      assert.is(done.code, 1, done.stdout + done.stderr);
      assert.match(done.problems.join('\n'), istio);
    });
  }
}

check('Istio remarks on surroundings, and on nothing else that is let pass', () => {
  const bare = meshFixtures.istio.text.replace('labels: {istio-injection: enabled}', 'labels: {}').replace('name: http,', 'name: web,');
  const done = checkWithIstio(bare);
  assert.is(done.notes.length, 2, done.stdout);
  assert.equal(objectionsOf(done), []);
  assert.equal(objectionsOf({ ...done, notes: ['info IST0999 Service shop/web: something new'] }).length, 1);
});

check('Istio takes the members of a List, and says when there was nothing to look at', () => {
  const [, , rule = ''] = meshFixtures.istio.text.split('---\n');
  const list = `apiVersion: v1\nkind: List\nitems:\n- ${rule.trimEnd().replaceAll('\n', '\n  ')}\n`;
  assert.is(checkWithIstio(list).checked, 1);
  assert.is(checkWithIstio('apiVersion: v1\nkind: Service\nmetadata: {name: web}\n').code, 2);
});

test('every mesh of the registry that writes rules has goldens', () => {
  const shown = new Set(rules.map(({ target }) => target.mesh));
  assert.equal(
    ruleMeshes.filter((mesh) => Object.hasOwn(meshes, mesh) && !shown.has(mesh)),
    [],
  );
});

const isRule = /^apiVersion: networking[.]istio[.]io\//m;

for (const { name, args, output } of [...rules, ...examples().filter(({ holdsRules }) => holdsRules)]) {
  check(`${name}: Istio`, () => {
    // Rules of the user's for other hosts and gateways lead to where a golden has nothing; the analyzers know no other domain.
    const documents = output()
      .split(/^---\n/m)
      .filter((text) => !isRule.test(text) || text.includes('/generated-from:'));
    const text = documents.join('---\n').replaceAll(readClusterDomain({ argv: args }), 'cluster.local');
    const done = checkWithIstio(text);
    assert.equal(objectionsOf(done), []);
    assert.is(done.checked > 0, isRule.test(text));
  });
}

test.run();
