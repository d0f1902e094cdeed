import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parseGrpcConditions, parseStatusConditions } from '../../../src/model/retry-conditions.ts';

// The rows of facts linkerd §1.2; what Linkerd refuses for its white space or case alone is read and written its way.
const status: readonly (readonly [text: string, items: readonly string[]])[] = [
  ['5xx', ['5xx']],
  ['5XX', ['5xx']],
  ['gateway-error', ['gateway-error']],
  ['Gateway-Error', ['gateway-error']],
  ['429', ['429']],
  ['100', ['100']],
  ['599', ['599']],
  ['500-504', ['500-504']],
  ['504-504', ['504-504']],
  ['100-599', ['100-599']],
  ['5xx,429', ['5xx', '429']],
  ['5xx, 429', ['5xx', '429']],
  [' 5xx ,\t429\n', ['5xx', '429']],
  ['429,5xx,429,5XX', ['429', '5xx']],
];
for (const [text, items] of status) {
  test(`HTTP ${JSON.stringify(text)} is read`, () => assert.equal(parseStatusConditions(text), { ok: true, items }));
}

const noStatus: readonly (readonly [text: string, item: string])[] = [
  ['', ''],
  ['5xx,', ''],
  ['5xx,,429', ''],
  ['4xx', '4xx'],
  ['504-500', '504-500'],
  ['500 - 504', '500 - 504'],
  ['600', '600'],
  ['99', '99'],
  ['3', '3'],
  ['0500', '0500'],
  ['500-600', '500-600'],
  ['5xx,retriable-4xx', 'retriable-4xx'],
  ['connect-failure', 'connect-failure'],
  ['reset', 'reset'],
  ['5xx\u00a0', '5xx\u00a0'],
];
for (const [text, item] of noStatus) {
  test(`HTTP ${JSON.stringify(text)} is refused for ${JSON.stringify(item)}`, () =>
    assert.equal(parseStatusConditions(text), { ok: false, item }));
}

const grpc: readonly (readonly [text: string, items: readonly string[]])[] = [
  [
    'cancelled,deadline-exceeded,internal,resource-exhausted,unavailable',
    ['cancelled', 'deadline-exceeded', 'internal', 'resource-exhausted', 'unavailable'],
  ],
  ['Unavailable', ['unavailable']],
  ['DEADLINE_EXCEEDED', ['deadline-exceeded']],
  ['deadline_exceeded, DEADLINE-EXCEEDED', ['deadline-exceeded']],
];
for (const [text, items] of grpc) {
  test(`gRPC ${JSON.stringify(text)} is read`, () => assert.equal(parseGrpcConditions(text), { ok: true, items }));
}

for (const text of ['', 'unknown', 'aborted', '14', 'deadline exceeded', '5xx']) {
  test(`gRPC ${JSON.stringify(text)} is refused`, () => assert.equal(parseGrpcConditions(text), { ok: false, item: text }));
}

test.run();
