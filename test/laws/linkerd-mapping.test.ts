import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { RenderOptions } from '../../src/model/options.ts';
import type { KubeObject } from '../../src/model/resource.ts';
import { type World, world } from '../support/arbitraries.ts';
import type { OwnRouteModel } from '../support/arbitraries-beside.ts';
import type { PolicyModel } from '../support/arbitraries-governance.ts';
import type { PortModel } from '../support/arbitraries-service.ts';
import { proveLaw } from '../support/law.ts';
import { breakerFor, type Expected, isRetriedOn, methodsFor, observe, retryFor, timeoutFor } from '../support/oracle.ts';
import { annotationsOf, errorsOf, identityKey, objectsOf, renderWorld } from '../support/rendered.ts';

type Kind = OwnRouteModel['kind'];
const generatedFrom = 'resilience.auth-platform.github.com/generated-from';

/** What one route of the output has to say. */
interface Case {
  readonly policy: PolicyModel;
  readonly kind: Kind;
  readonly dialect: RenderOptions['annotations'];
  readonly route: KubeObject;
  /** The methods that the route matches; undefined for all. */
  readonly methods: readonly string[] | undefined;
}

function renderedObjects(given: World): { readonly objects: readonly KubeObject[]; readonly changed: boolean } {
  const rendered = renderWorld(given);
  assert.ok(rendered.ok, errorsOf(rendered));
  return { objects: objectsOf(rendered.text), changed: rendered.changed };
}

function dialectOf({ options }: World): RenderOptions['annotations'] {
  return options.annotations ?? 'upstream';
}

test('law 3: a breaker that is on gives exactly the right annotations', () => {
  proveLaw({
    number: 3,
    over: world,
    check: (given) => {
      const { objects, changed } = renderedObjects(given);
      for (const service of given.services) {
        const breakers = given.policies
          .filter((policy) => policy.service === service)
          .map((policy) => breakerFor(policy, dialectOf(given)));
        const expected = breakers.find((each) => Object.keys(each).length > 0) ?? {};
        const found = objects.find((object) => identityKey(object) === identityKey(service.object));
        assert.equal(observe(annotationsOf(found), /^(?:balancer\.|config\.linkerd\.io\/failure)/), expected, service.name);
      }
      return changed;
    },
  });
});

/** The routes of a port: the user's own where there are any, else ours, which must then be exactly those that are needed. */
function routesOf(
  policy: PolicyModel,
  port: PortModel,
  how: { readonly given: World; readonly objects: readonly KubeObject[] },
): readonly Case[] {
  const { given, objects } = how;
  const dialect = dialectOf(given);
  const own = given.ownRoutes.filter((route) => route.service === policy.service && (route.port === undefined || route.port === port.port));
  const ours = objects.filter((object) => isRouteFor(object, policy, port.port) && annotationsOf(object)[generatedFrom] !== undefined);
  if (own.length > 0) {
    assert.is(ours.length, 0, 'no route of ours stands beside one of the user');
    return own.map(({ kind, object }) => ({
      policy,
      kind,
      dialect,
      methods: undefined,
      route: objects.find((each) => identityKey(each) === identityKey(object)) ?? {},
    }));
  }
  const kind: Kind = port.protocol === 'grpc' && dialect === 'upstream' ? 'GRPCRoute' : 'HTTPRoute';
  const methods = methodsFor(policy, kind, dialect);
  const wanted = Object.keys({ ...expectedRetry(policy, { kind, dialect }), ...timeoutFor(policy, dialect) }).length > 0;
  assert.equal(
    ours.map(methodsOf).sort(),
    !wanted ? [] : methods === undefined ? [''] : ['', methods.join(',')],
    'one route, and one for the methods that are retried',
  );
  for (const route of ours) assert.is(route['kind'], kind);
  return ours.map((route) => ({ policy, kind, dialect, route, methods: methodsOf(route) === '' ? undefined : methods }));
}

function expectedRetry(policy: PolicyModel, { kind, dialect }: Pick<Case, 'kind' | 'dialect'>): Expected {
  return isRetriedOn(policy, kind) ? retryFor(policy, kind, dialect) : {};
}

interface RouteSpec {
  readonly parentRefs: readonly { readonly name: string; readonly port?: number }[];
  readonly rules: readonly { readonly matches?: readonly { readonly method?: string }[] }[];
}

function isRouteFor(object: KubeObject, { service }: PolicyModel, port: number): boolean {
  if (object['kind'] !== 'HTTPRoute' && object['kind'] !== 'GRPCRoute') return false;
  const { parentRefs } = object['spec'] as unknown as RouteSpec;
  const namespace = (object['metadata'] as KubeObject)['namespace'] ?? '';
  return namespace === service.namespace && parentRefs.some((parent) => parent.name === service.name && parent.port === port);
}

function methodsOf(route: KubeObject): string {
  const { rules } = route['spec'] as unknown as RouteSpec;
  return rules.flatMap(({ matches = [] }) => matches.flatMap(({ method }) => method ?? [])).join(',');
}

function casesOf(given: World, objects: readonly KubeObject[]): readonly Case[] {
  return given.policies.flatMap((policy) => policy.ports.flatMap((port) => routesOf(policy, port, { given, objects })));
}

test('law 4: retries are mapped to conditions, limit and timeout of the right routes', () => {
  proveLaw({
    number: 4,
    over: world,
    check: (given) => {
      const { objects, changed } = renderedObjects(given);
      for (const each of casesOf(given, objects)) {
        // On a route of the user's the methods are the user's matter; of ours, the one without methods has timeouts alone.
        const isOwn = annotationsOf(each.route)[generatedFrom] === undefined;
        const isRetried = isOwn || each.methods !== undefined || methodsFor(each.policy, each.kind, each.dialect) === undefined;
        const expected = isRetried ? expectedRetry(each.policy, each) : {};
        assert.equal(observe(annotationsOf(each.route), /^retry\.linkerd\.io\//), expected);
      }
      return changed;
    },
  });
});

test('law 5: timeouts are mapped to the annotations of every route of the port', () => {
  proveLaw({
    number: 5,
    over: world,
    check: (given) => {
      const { objects, changed } = renderedObjects(given);
      for (const { policy, route, dialect } of casesOf(given, objects)) {
        assert.equal(observe(annotationsOf(route), /^timeout\.linkerd\.io\//), timeoutFor(policy, dialect));
      }
      return changed;
    },
  });
});

test.run();
