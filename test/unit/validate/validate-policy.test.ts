import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { Code } from '../../../src/diagnostics/catalog.ts';
import type { Report } from '../../../src/diagnostics/diagnostic.ts';
import { entryOf } from '../../../src/diagnostics/entry-of.ts';
import { formatFieldPath, type Place } from '../../../src/model/place.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { identityOf, isObject, type KubeObject, type Resource } from '../../../src/model/resource.ts';
import { fromText } from '../../../src/model/source.ts';
import { parseDocument } from '../../../src/read/parse.ts';
import { validatePolicy } from '../../../src/validate/validate-policy.ts';
import { policyCases } from '../../support/policy-cases.ts';

interface Finding {
  readonly code: Code;
  readonly at: readonly string[];
  readonly message: string;
}

function manifest(spec: string): string {
  const body = spec.split('\n').map((line) => `  ${line}`);
  return [
    'apiVersion: resilience.auth-platform.github.com/v1',
    'kind: ResiliencePolicy',
    'metadata: {name: slow, namespace: shop}',
    'spec:',
    ...body,
  ].join('\n');
}

function resourceOf(text: string): Resource {
  const parsed = parseDocument(text);
  if (!parsed.ok || !isObject(parsed.value)) throw new Error(`the test's own YAML is wrong: ${text}`);
  const object: KubeObject = parsed.value;
  return { identity: identityOf(object), object, origin: { file: fromText('p.yaml', text), from: 0, to: text.length, path: [] } };
}

function check(text: string): { readonly policy: Policy | undefined; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const report: Report = (code, places, args) => {
    const list: readonly Place[] = Array.isArray(places) ? places : [places];
    const at = list.map((place) => (place.kind === 'field' ? formatFieldPath(place.path) : place.kind));
    findings.push({ code, at, message: entryOf(code).message(args) });
  };
  return { policy: validatePolicy(resourceOf(text), report), findings };
}

for (const found of policyCases) {
  test(found.name, () => {
    const { policy, findings } = check(manifest(found.spec));
    assert.equal(
      findings.map(({ code }) => code),
      found.codes,
    );
    assert.equal(
      findings.map(({ at }) => at[0]),
      found.at,
    );
    const refused = findings.some(({ code }) => entryOf(code).severity === 'error');
    assert.is(policy === undefined, refused);
  });
}

test('a case is refused by the CRD exactly when an error is reported', () => {
  for (const found of policyCases) {
    const refused = found.codes.some((code) => entryOf(code as Code).severity === 'error');
    assert.is(found.crd, refused ? 'refuses' : 'accepts', found.name);
  }
});

test('every code of validation is shown by a case or a test of its own', () => {
  const shown = new Set([...policyCases.flatMap(({ codes }) => codes), 'RP2003']);
  const known = [2001, 2002, 2003, 2010, 2011, 2012, 2013, 2015, 2016, 2017, 2018, 2020, 2021, 2022, 2023].map((n) => `RP${n}`);
  assert.equal([...shown].sort(), known);
});

test('another version is refused before anything else', () => {
  const { findings } = check(manifest('targetRef: {name: checkout}').replace('github.com/v1', 'github.com/v2'));
  assert.equal(findings, [
    {
      code: 'RP2003',
      at: ['apiVersion'],
      message: 'ResiliencePolicy resilience.auth-platform.github.com/v2 is not a version that this release reads',
    },
  ]);
});

test('words: what is expected and what is there, once', () => {
  const messageOf = (spec: string): string | undefined => check(manifest(spec)).findings[0]?.message;
  const target = 'targetRef: {name: checkout}\n';
  assert.is(messageOf('targetRef: {name: checkout, port: "x"}'), 'spec.targetRef.port must be an integer between 1 and 65535, found "x"');
  assert.is(
    messageOf('targetRef: {name: checkout, port: 9007199254740993}'),
    'spec.targetRef.port must be an integer between 1 and 65535, found 9007199254740993',
  );
  assert.is(messageOf('targetRef: {}'), 'spec.targetRef.name is required');
  assert.is(messageOf(`${target}retry:`), 'spec.retry must be an object, found null');
  assert.is(messageOf(`${target}retry: {methods: [GET, GET]}`), 'spec.retry.methods[1] repeats "GET"');
  assert.is(
    messageOf(`${target}timeout: {requestTimeout: 1d}`),
    'spec.timeout.requestTimeout must be a duration such as 500ms, 1.5s or 1m30s (units h, m, s, ms), found "1d"',
  );
});

test('a misspelt field is told its neighbour', () => {
  const args: object[] = [];
  validatePolicy(resourceOf(manifest('targetRef: {name: checkout}\ncircuitBreaker: {failureTreshold: 5}')), (_code, _places, found) =>
    args.push(found),
  );
  assert.equal(args, [{ field: 'spec.circuitBreaker.failureTreshold', nearest: 'failureThreshold' }]);
});

test('fields beside spec are checked, status is not', () => {
  const codes = (text: string): readonly string[] => check(text).findings.map(({ code, at }) => `${code} ${at[0]}`);
  const text = manifest('targetRef: {name: checkout}\ntimeout: {requestTimeout: 1s}');
  assert.equal(codes(`${text}\nstatus: {conditions: 5, later: true}`), []);
  assert.equal(codes(`${text}\nsepc: {}`), ['RP2002 sepc']);
  assert.equal(codes(text.replace('name: slow', 'name: 5')), ['RP2001 metadata.name']);
  assert.equal(codes(`${text}\n  __proto__: {}`), ['RP2002 spec.__proto__']);
  assert.equal(codes(`${text}\n  "a/b~c.0": 1`), ['RP2002 spec["a/b~c.0"]']);
});

test('relations show both places', () => {
  const spec = 'targetRef: {name: checkout}\nretry: {maxAttempts: 1, methods: [GET], retryTimeout: 10s}\ntimeout: {requestTimeout: 5s}';
  assert.equal(check(manifest(spec)).findings[0]?.at, ['spec.retry.retryTimeout', 'spec.timeout.requestTimeout']);
});

test('the parsed policy: milliseconds, lists, defaults, sections that are on', () => {
  const { policy } = check(
    manifest(
      [
        'targetRef: {name: checkout}',
        'circuitBreaker: {failureThreshold: 5, baseEjectionTime: 1.5s}',
        'retry: {maxAttempts: 3, retryableStatusCodes: "5XX, 429,5xx", retryTimeout: 1s, methods: [GET]}',
        'timeout: {enabled: false, requestTimeout: 10s}',
        'rateLimit: {requestsPerSecond: 100}',
        'loadBalancing: {consistentHash: {cookie: {name: id}, sourceAddress: false}}',
        'bulkhead: {enabled: true, maxRequests: 9}',
      ].join('\n'),
    ),
  );
  if (policy === undefined) throw new Error('the policy is fine');
  const { resource: _, ...rest } = policy;
  assert.equal(rest, {
    name: 'slow',
    namespace: 'shop',
    target: { name: 'checkout', namespace: 'shop' },
    mesh: '',
    circuitBreaker: { failureThreshold: 5, baseEjectionTime: 1500 },
    retry: { maxAttempts: 3, statusCodes: ['5xx', '429'], retryTimeout: 1000, methods: ['GET'] },
    rateLimit: { requestsPerSecond: 100, overrides: [] },
    loadBalancing: { by: 'cookie', name: 'id', ttl: 0 },
    bulkhead: { maxRequests: 9 },
    retriesOff: false,
    fields: [
      'circuitBreaker.failureThreshold',
      'circuitBreaker.baseEjectionTime',
      'retry.maxAttempts',
      'retry.retryableStatusCodes',
      'retry.retryTimeout',
      'retry.methods',
      'rateLimit.requestsPerSecond',
      'loadBalancing.consistentHash.cookie.name',
      'bulkhead.maxRequests',
    ],
  });
});

test('zero retries leave the section out', () => {
  const { policy } = check(manifest('targetRef: {name: checkout, port: 80}\nretry: {maxAttempts: 0, retryTimeout: 1s}'));
  assert.is(policy?.retry, undefined);
  assert.is(policy?.retriesOff, true);
  assert.equal(policy?.fields, []);
  assert.equal(policy?.target, { name: 'checkout', namespace: 'shop', port: 80 });
});

test.run();
