import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { worldFor } from '../support/arbitraries.ts';
import { findIstioProblems } from '../support/istio-shape.ts';
import { proveLaw } from '../support/law.ts';
import { proveMeshLaws } from '../support/mesh-laws.ts';
import { annotationsOf, errorsOf, objectsOf, renderWorld } from '../support/rendered.ts';

const generatedFrom = 'resilience.auth-platform.github.com/generated-from';

test('every rule is one that Istio takes, and no VirtualService is among them', () => {
  proveLaw({
    number: 'grammar of rules (istio-ambient)',
    runs: 200,
    over: worldFor('istio-ambient'),
    check: (given) => {
      const rendered = renderWorld(given);
      assert.ok(rendered.ok, errorsOf(rendered));
      const ours = objectsOf(rendered.text).filter((object) => annotationsOf(object)[generatedFrom] !== undefined);
      assert.equal(
        [...new Set(ours.map(({ kind }) => kind))].filter((kind) => kind !== 'HTTPRoute' && kind !== 'DestinationRule'),
        [],
      );
      for (const rule of ours) assert.equal(findIstioProblems(rule), [], JSON.stringify(rule));
      return rendered.changed;
    },
  });
});

proveMeshLaws('istio-ambient');

test.run();
