import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject } from '../../src/model/resource.ts';
import { worldFor } from '../support/arbitraries.ts';
import { findIstioProblems } from '../support/istio-shape.ts';
import { proveLaw } from '../support/law.ts';
import { proveMeshLaws } from '../support/mesh-laws.ts';
import { errorsOf, objectsOf, renderWorld } from '../support/rendered.ts';

test('every rule is one that Istio takes, and there is one of a kind for a host', () => {
  proveLaw({
    number: 'grammar (istio)',
    runs: 300,
    over: worldFor('istio'),
    check: (given) => {
      const rendered = renderWorld(given);
      assert.ok(rendered.ok, errorsOf(rendered));
      const rules = objectsOf(rendered.text).filter(({ apiVersion }) => String(apiVersion).startsWith('networking.istio.io/'));
      for (const rule of rules) assert.equal(findIstioProblems(rule), [], JSON.stringify(rule));
      const hosts = rules.map(({ kind, metadata, spec }) => {
        const { host, hosts: several } = spec as KubeObject;
        return JSON.stringify([kind, (metadata as KubeObject)['namespace'], host ?? several]);
      });
      assert.is(new Set(hosts).size, hosts.length);
      return rendered.changed;
    },
  });
});

proveMeshLaws('istio');

test.run();
