import fc from 'fast-check';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import type { ObjectValue } from '../../../src/model/resource.ts';
import { dumpObject, formatScalar, quoteJson } from '../../../src/print/dump.ts';
import { parseDocument } from '../../../src/read/parse.ts';
import { anyString, nastyStrings } from '../../support/manifest-text.ts';

const runs = { numRuns: 1_000 };
/** No index-like keys: JavaScript moves those to the front. */
const key = anyString.filter((text) => !/^(0|[1-9]\d*)$/.test(text));
const { tree: strings } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyString,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
  ),
}));
const numbers = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(0, -0, 1e17, 1e21, 1e-7, 2 ** 53),
  fc.bigInt().filter((n) => !Number.isSafeInteger(Number(n))),
);
const others = fc.oneof(numbers, fc.boolean(), fc.constant(null));

function read(text: string): unknown {
  const parsed = parseDocument(text);
  return parsed.ok ? parsed.value : parsed.problem;
}

test('a dump reads back equal as kubectl reads it, and in the order of its keys', () => {
  fc.assert(
    fc.property(fc.dictionary(key, fc.oneof(strings, others, fc.array(others)), { maxKeys: 4, noNullPrototype: true }), (object) => {
      const text = dumpObject(object as ObjectValue);
      assert.equal(plain(read(text)), plain(object));
    }),
    runs,
  );
});

test('strings and keys read the same under YAML 1.1 and 1.2', () => {
  fc.assert(
    fc.property(fc.dictionary(key, strings, { maxKeys: 4, noNullPrototype: true }), (object) => {
      const text = dumpObject(object as ObjectValue);
      for (const version of ['1.1', '1.2'] as const) assert.equal(plain(parse(text, { version, logLevel: 'silent' })), plain(object));
    }),
    runs,
  );
});

/** Prototypes and `__proto__` keys aside, which deep equality of uvu cannot compare. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? Object.entries(value).map(([name, each]) => [name, plain(each)]) : value;
}

test('a dump ends in one newline and has no separator and no raw control character in it', () => {
  fc.assert(
    fc.property(fc.dictionary(key, strings, { maxKeys: 4 }), (object) => {
      const text = dumpObject(object as ObjectValue);
      assert.match(text, /[^\n]\n$/);
      assert.not.match(text, /^(---|\.\.\.)/m);
      assert.not.match(text.replaceAll('\n', ''), /[\p{Control}\u00a0\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/u);
    }),
    runs,
  );
});

test('every nasty string survives as a value, a key and a scalar of one line', () => {
  for (const text of nastyStrings) {
    const scalar = formatScalar(text);
    assert.not.match(scalar, /\n/);
    assert.equal(read(`a: ${scalar}\n`), { a: text });
    assert.equal(plain(read(`${scalar}: a\n`)), [[text, 'a']]);
    assert.equal(read(`{"a": ${quoteJson(text)}}`), { a: text });
    assert.is(JSON.parse(quoteJson(text)), text);
  }
});

test('a scalar is what a dump prints for a string of one line', () => {
  fc.assert(
    fc.property(
      anyString.filter((text) => !text.includes('\n')),
      (text) => assert.is(dumpObject({ a: text }), `a: ${formatScalar(text)}\n`),
    ),
    runs,
  );
});

test('quotes stand only where a reader could go wrong', () => {
  const bare = [
    'consecutive',
    '5xx,429',
    '1s',
    '10.0.0.1',
    '1.2.3',
    'http://x/y?z',
    'a:b',
    'a#b',
    'shop/web',
    'balancer.linkerd.io/failure-accrual',
  ];
  for (const text of bare) assert.is(formatScalar(text), text);
  for (const text of ['5', 'yes', 'n', '1:30', '12:30:45', '2001-12-14', '=', '<<', '0o7', '1_000', '.5', '1e3', '~', '', 'Null']) {
    assert.is(formatScalar(text), JSON.stringify(text));
  }
});

test('the form of a dump', () => {
  const object = {
    kind: 'Service',
    metadata: { name: 'web', annotations: { note: 'a\nb\n', on: 'on' } },
    spec: { ports: [{ port: 80, names: ['x', '1'] }], big: 12345678901234567890n, none: {}, empty: [], nothing: null },
  };
  const lines = [
    'kind: Service',
    ...['metadata:', '  name: web', '  annotations:', '    note: |', '      a', '      b', '    "on": "on"'],
    ...['spec:', '  ports:', '  - port: 80', '    names:', '    - x', '    - "1"'],
    ...['  big: 12345678901234567890', '  none: {}', '  empty: []', '  nothing: null'],
  ];
  assert.is(dumpObject(object), `${lines.join('\n')}\n`);
});

test.run();
