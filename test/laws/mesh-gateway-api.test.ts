import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { KubeObject } from '../../src/model/resource.ts';
import { type World, worldFor } from '../support/arbitraries.ts';
import { proveLaw } from '../support/law.ts';
import { proveMeshLaws } from '../support/mesh-laws.ts';
import { annotationsOf, errorsOf, objectsOf, renderWorld } from '../support/rendered.ts';
import { findRouteProblems } from '../support/route-grammar.ts';

const generatedFrom = 'resilience.auth-platform.github.com/generated-from';

function generatedOf(given: World): { readonly objects: readonly KubeObject[]; readonly changed: boolean } {
  const rendered = renderWorld(given);
  assert.ok(rendered.ok, errorsOf(rendered));
  const objects = objectsOf(rendered.text).filter((object) => annotationsOf(object)[generatedFrom] !== undefined);
  return { objects, changed: rendered.changed };
}

interface RouteSpec {
  readonly parentRefs: readonly [{ readonly name: string; readonly port: number }];
  readonly rules: readonly [{ readonly matches: readonly { readonly method?: string }[]; readonly retry?: unknown }];
}

/** The namespace, Service and port that a route is for. */
function targetOf({ metadata, spec }: KubeObject): string {
  const { name, port } = (spec as unknown as RouteSpec).parentRefs[0];
  return JSON.stringify([(metadata as KubeObject)['namespace'], name, port]);
}

for (const mesh of ['gateway-api', 'istio-ambient']) {
  test(`${mesh}: every route is one that the CRD of the channel takes`, () => {
    proveLaw({
      number: `grammar (${mesh})`,
      runs: 300,
      over: worldFor(mesh),
      check: (given) => {
        const { objects, changed } = generatedOf(given);
        const routes = objects.filter(({ kind }) => kind !== 'DestinationRule');
        for (const route of routes) {
          assert.equal(findRouteProblems(route, given.options.gatewayChannel ?? 'standard'), [], JSON.stringify(route));
        }
        return changed;
      },
    });
  });

  test(`${mesh}: a port has a catch-all, and at most one route beside it, which alone retries`, () => {
    proveLaw({
      number: `catch-all (${mesh})`,
      over: worldFor(mesh),
      check: (given) => {
        const { objects, changed } = generatedOf(given);
        const routes = objects.filter(({ kind }) => kind === 'HTTPRoute');
        for (const target of new Set(routes.map(targetOf))) {
          const [catchAll, beside, ...more] = routes
            .filter((route) => targetOf(route) === target)
            .map(({ spec }) => (spec as unknown as RouteSpec).rules[0])
            .sort((a, b) => Number(a.matches[0]?.method !== undefined) - Number(b.matches[0]?.method !== undefined));
          assert.equal(more, []);
          assert.is(catchAll?.matches[0]?.method, undefined);
          if (beside === undefined) continue;
          assert.ok(beside.matches.every(({ method }) => method !== undefined));
          assert.ok(beside.retry !== undefined && catchAll?.retry === undefined);
        }
        return changed;
      },
    });
  });
}

proveMeshLaws('gateway-api');

test.run();
