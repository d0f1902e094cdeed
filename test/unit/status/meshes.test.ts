import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { defaultOptions } from '../../../src/model/options.ts';
import type { KubeObject, ObjectValue } from '../../../src/model/resource.ts';
import type { Evaluation } from '../../../src/status/evaluate-policies.ts';
import { breaker, edit, look, messageOf, policy, service, summary, timeout, written } from '../../support/live-cluster.ts';
import { all, cluster, on, routes, two, verdictOn } from '../../support/mesh-cluster.ts';

const good = 'Ready=True/Applied Accepted=True/Accepted';
const equalAlone = 'have no status of the mesh and count as enforced when they are equal';

const replaced = (from: string, to: string) => (object: KubeObject) => {
  const text = JSON.stringify(object);
  assert.ok(text.includes(from), `${text} has no ${from}`);
  return JSON.parse(text.replace(from, to)) as KubeObject;
};

/** Waits for longer than the grace period, and says how the policy stands then. */
function afterGrace(mesh: string, objects: readonly KubeObject[]): Evaluation | undefined {
  const options = { ...defaultOptions, ...routes, mesh };
  const first = look(objects, 0, { options });
  assert.match(summary(first.get('p')), 'Ready=False/Reconciling Accepted=True/Accepted Reconciling=True/Reconciling');
  return look(written(objects, first), 301, { options }).get('p');
}

const says: Readonly<Record<string, string>> = {
  istio: `the cluster is exactly as the policy asks; VirtualServices and DestinationRules ${equalAlone}`,
  'istio-ambient': `the cluster is exactly as the policy asks; its routes are accepted; DestinationRules ${equalAlone}`,
  'gateway-api': 'the cluster is exactly as the policy asks; its routes are accepted',
};

for (const [mesh, message] of Object.entries(says)) {
  const spec = mesh === 'gateway-api' ? { timeout: all['timeout'] ?? {}, retry: all['retry'] ?? {} } : all;

  test(`${mesh}: Applied when everything is there, and says on what that rests`, () => {
    const found = verdictOn(mesh, cluster(mesh, [service('web'), policy('p', spec)]));
    assert.is(summary(found), good);
    assert.is(messageOf(found), message);
    assert.equal(found?.status.appliedToServices, ['shop/web']);
  });

  test(`${mesh}: what is missing is named, and Failed after the grace period`, () => {
    const objects = cluster(mesh, [service('web'), policy('p', spec)]);
    for (const kind of new Set(objects.map((each) => String(each['kind'])))) {
      if (!['VirtualService', 'DestinationRule', 'HTTPRoute'].includes(kind)) continue;
      const late = afterGrace(
        mesh,
        edit(objects, kind, () => undefined),
      );
      assert.is(summary(late), 'Ready=False/Failed Accepted=True/Accepted Stalled=True/Failed Drifted=True/Failed');
      assert.match(messageOf(late, 'Drifted'), new RegExp(`^${kind} shop/\\S+: expected the object, found nothing`));
    }
  });

  test(`${mesh}: an edited timeout is named with what is expected and what is found`, () => {
    const kind = mesh === 'istio' ? 'VirtualService' : 'HTTPRoute';
    const objects = edit(cluster(mesh, [service('web'), policy('p', timeout)]), kind, replaced('"10s"', '"11s"'));
    const late = afterGrace(mesh, objects);
    const field = mesh === 'istio' ? 'spec.http[0].timeout' : 'spec.rules[0].timeouts.request';
    const name = mesh === 'istio' ? 'web-resilience' : 'p';
    assert.is(messageOf(late, 'Drifted'), `${kind} shop/${name} ${field}: expected "10s", found "11s"`);
  });

  test(`${mesh}: what an earlier policy asked for and this one does not is a difference`, () => {
    const before = cluster(mesh, [service('web'), policy('p', { ...timeout, retry: { maxAttempts: 3, retryTimeout: '1s' } })]);
    const now = edit(before, 'ResiliencePolicy', () => policy('p', { ...timeout, retry: { maxAttempts: 3 } }));
    const field = mesh === 'istio' ? 'spec.http[0].retries.perTryTimeout' : 'spec.rules[0].timeouts.backendRequest';
    assert.match(messageOf(verdictOn(mesh, now)), `${field}: expected nothing, found "1s"`);
    const none = edit(before, 'ResiliencePolicy', () => policy('p', { timeout: { enabled: false } }));
    const kind = mesh === 'istio' ? 'VirtualService shop/web-resilience' : 'HTTPRoute shop/p';
    assert.match(messageOf(verdictOn(mesh, none)), `${kind}: expected nothing, found the object, generated for it before`);
  });

  test(`${mesh}: fields of others are nobody’s difference`, () => {
    const objects = cluster(mesh, [service('web'), policy('p', spec)]).map((object) => {
      switch (object['kind']) {
        case 'VirtualService':
          return replaced('"route":[', '"name":"added","headers":{},"route":[')(object);
        case 'DestinationRule':
          return replaced('"outlierDetection":{', '"tls":{"mode":"ISTIO_MUTUAL"},"outlierDetection":{"minHealthPercent":0,')(object);
        case 'HTTPRoute':
          return replaced('"rules":[{', '"hostnames":[],"rules":[{"name":"added","filters":[],')(object);
        default:
          return object;
      }
    });
    assert.is(summary(verdictOn(mesh, objects)), good);
  });

  test(`${mesh}: a policy may name it where the cluster has another mesh`, () => {
    const metadata = { annotations: { 'resilience.auth-platform.github.com/mesh': mesh } };
    const other = mesh === 'istio' ? 'linkerd' : 'istio';
    const web = [service('web'), policy('p', spec, metadata), service('db'), policy('q', { ...breaker, targetRef: { name: 'db' } })];
    const objects = cluster(other, web);
    const found = look(objects, 0, { options: { ...defaultOptions, ...routes, mesh: other } });
    assert.is(messageOf(found.get('p')), message);
    assert.is(summary(found.get('q')), good);
    const moved = edit(objects, 'ResiliencePolicy', (each) =>
      (each['metadata'] as ObjectValue)['name'] === 'p' ? policy('p', spec) : each,
    );
    assert.match(messageOf(look(moved, 0, { options: { ...defaultOptions, ...routes, mesh: other } }).get('p')), 'generated for it before');
  });
}

test('older versions of an API show the same objects', () => {
  for (const version of ['v1beta1', 'v1alpha3']) {
    const objects = cluster('istio', [service('web'), policy('p', all)]).map((each) => {
      const apiVersion = String(each['apiVersion']).replace('networking.istio.io/v1', `networking.istio.io/${version}`);
      return { ...each, apiVersion };
    });
    assert.is(summary(verdictOn('istio', objects)), good);
    const older = edit(objects, 'VirtualService', replaced('"10s"', '"11s"'));
    assert.match(messageOf(verdictOn('istio', older)), 'VirtualService shop/web-resilience spec.http[0].timeout');
  }
});

test('settings of ports are compared by their port, in any order', () => {
  const objects = cluster('istio', [two, policy('p', breaker)]);
  const turned = edit(objects, 'DestinationRule', (rule) => {
    const { host, trafficPolicy } = rule['spec'] as { host: string; trafficPolicy: { portLevelSettings: readonly ObjectValue[] } };
    return { ...rule, spec: { host, trafficPolicy: { portLevelSettings: [...trafficPolicy.portLevelSettings].reverse() } } };
  });
  assert.is.not(JSON.stringify(turned), JSON.stringify(objects));
  assert.is(summary(verdictOn('istio', turned)), good);
  const narrowed = edit(turned, 'ResiliencePolicy', () => policy('p', on(80, breaker)));
  assert.match(messageOf(verdictOn('istio', narrowed)), /portLevelSettings\[0\]: expected nothing, found \{"port":\{"number":81\}/);
  const missing = edit(cluster('istio', [two, policy('p', on(80, breaker))]), 'ResiliencePolicy', () => policy('p', breaker));
  assert.match(messageOf(verdictOn('istio', missing)), /portLevelSettings\[1\]: expected \{.*"number":81.*\}, found nothing/);
});

test('rules of a VirtualService are compared in their order, of which the first match wins', () => {
  const objects = cluster('istio', [service('web'), policy('p', all)]);
  const turned = edit(objects, 'VirtualService', (rule) => {
    const { http, ...spec } = rule['spec'] as { readonly http: readonly ObjectValue[] };
    return { ...rule, spec: { ...spec, http: [...http].reverse() } };
  });
  assert.match(messageOf(verdictOn('istio', turned)), 'spec.http[0].');
});

test('a rule that is hidden from clients is not the one that was asked for', () => {
  const objects = cluster('istio', [service('web'), policy('p', all)]);
  const edges = edit(objects, 'VirtualService', replaced('"hosts":', '"gateways":["edge"],"hosts":'));
  assert.match(messageOf(verdictOn('istio', edges)), 'spec.gateways: expected nothing, found ["edge"]');
  const own = edit(objects, 'DestinationRule', replaced('"host":', '"exportTo":["."],"host":'));
  assert.match(messageOf(verdictOn('istio', own)), 'spec.exportTo: expected nothing, found ["."]');
});

test('one object for several policies: each of them is told what is left of it', () => {
  const policies = [policy('p', on(80, all)), policy('q', on(81, all))];
  const before = cluster('istio', [two, ...policies]);
  const options = { ...defaultOptions, ...routes, mesh: 'istio' };
  assert.equal([...look(before, 0, { options }).values()].map(summary), [good, good]);
  const dropped = edit(before, 'ResiliencePolicy', (each) =>
    (each['metadata'] as ObjectValue)['name'] === 'q' ? policy('q', on(81, breaker)) : each,
  );
  const found = look(dropped, 0, { options });
  for (const name of ['p', 'q'])
    assert.match(messageOf(found.get(name)), /VirtualService shop\/web-resilience spec\.http\[2\]: expected nothing, found/);
});

test.run();
