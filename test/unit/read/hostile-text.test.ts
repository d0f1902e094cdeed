import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { formats } from '../../../src/diagnostics/format/index.ts';
import { bytesOfSegments, fromBytes, type SourceFile } from '../../../src/model/source.ts';
import { renderManifests } from '../../../src/pipeline.ts';
import { parseDocument } from '../../../src/read/parse.ts';

const policy = `apiVersion: resilience.auth-platform.github.com/v1
kind: ResiliencePolicy
metadata:
  name: cart
  namespace: shop
spec:
  targetRef:
    name: cart
  circuitBreaker:
    failureThreshold: 5
`;
const service = (extra = ''): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: cart\n  namespace: shop\n${extra}spec:\n  ports:\n    - port: 80\n`;

interface Outcome {
  readonly output: string;
  readonly codes: readonly string[];
  readonly files: readonly SourceFile[];
}

function render(...texts: readonly (string | Buffer)[]): Outcome {
  const files = texts.map((text, i) => fromBytes(`f${i}.yaml`, Buffer.from(text as string)));
  const result = renderManifests(files);
  return { output: bytesOfSegments(result.output).toString('latin1'), codes: result.findings().map(({ code }) => code), files };
}

/** Text that a Service may hold beside what is planned for; codes, or none where it is rendered with these very bytes. */
const bytes: readonly (readonly [name: string, text: Buffer | string, codes: readonly string[]])[] = [
  ['a byte that is no UTF-8', Buffer.from('62616e616e61ff0a', 'hex'), ['RP1001']],
  ['an overlong slash', Buffer.from('c0af', 'hex'), ['RP1001']],
  ['a surrogate as CESU-8', Buffer.from('eda0bd', 'hex'), ['RP1001']],
  ['a code point above the last', Buffer.from('f4908080', 'hex'), ['RP1001']],
  ['a character that is cut off', Buffer.from('e282', 'hex'), ['RP1001']],
  ['NUL', '\0', ['RP1001']],
  ['ESC', '\u001b[2J', ['RP1001']],
  ['DEL', '\u007f', ['RP1001']],
  ['a C1 control', '\u0090', ['RP1001']],
  ['a lone surrogate as an escape', '"\\ud800"', []],
  ['control characters as escapes', '"\\0\\e[2J\\x7f\\u009b"', []],
  ['a noncharacter', '\ufffe', ['RP1001']],
  ['an emoji', '🛒', []],
  ['a right-to-left override', '\u202eevil', []],
  ['NEL in a plain value', 'a\u0085b', []],
  ['LS in a plain value', 'a\u2028b', []],
  ['a replacement character', '\ufffd', []],
];

for (const [name, text, codes] of bytes) {
  test(`a Service with ${name}`, () => {
    const whole = Buffer.concat([
      Buffer.from(service('  annotations:\n    shop.example.com/note: ').split('spec:')[0] ?? ''),
      Buffer.from(text as string),
      Buffer.from('\nspec:\n  ports:\n    - port: 80\n'),
    ]);
    const found = render(whole, policy);
    assert.equal(found.codes, codes);
    assert.is(found.output.includes(Buffer.from(text as string).toString('latin1')), codes.length === 0);
    assert.is(found.output === '', codes.length > 0);
  });
}

test('bytes that are no text pass where nothing depends on them, with a warning where they must be looked at', () => {
  const blob = Buffer.concat([
    Buffer.from('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: blob\ndata:\n  a: "'),
    Buffer.from([0xff, 0xfe, 0x00]),
    Buffer.from('"\n'),
  ]);
  const found = render(blob, service(), policy);
  assert.equal(found.codes, ['RP1002']);
  assert.ok(found.output.includes(blob.toString('latin1')));
});

for (const encoding of ['utf16le', 'latin1'] as const) {
  test(`a file in ${encoding} is told from UTF-8`, () => {
    const found = render(Buffer.from(service('  labels: {name: käse}\n'), encoding), policy);
    assert.is(found.codes[0], encoding === 'utf16le' ? 'RP1005' : 'RP1001');
    assert.is(found.output, '');
  });
}

/** Every name that JavaScript gives to all objects. */
const inherited = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  '__defineGetter__',
  '__lookupSetter__',
];
const group = 'resilience.auth-platform.github.com';

for (const name of inherited) {
  test(`${name} is a key like any other`, () => {
    const extra = [
      `  labels:\n    ${name}: a\n    team: shop`,
      `  annotations:\n    ${name}: b`,
      `    ${group}/managed-annotations: ${name}`,
      `    ${group}/annotated-from: cart`,
      `  ${name}:\n    polluted: yes\n`,
    ].join('\n');
    const found = render(service(extra), policy);
    assert.equal(found.codes, ['RP3013'], 'a key that no mesh writes is left alone');
    assert.match(found.output, `    ${name}: b\n`);
    assert.match(found.output, 'failure-accrual: consecutive');
    assert.is(render(found.output, '').output, found.output, 'rendered again it is the same');
    assert.is(({} as Record<string, unknown>)['polluted'], undefined);
  });

  test(`${name} where it has no place is named as unknown`, () => {
    assert.ok(render(service(), policy.replace('spec:\n', `spec:\n  ${name}: {a: 1}\n`)).codes.includes('RP2002'));
    assert.ok(render(service(), policy.replace('name: cart\n  circuit', `name: cart\n    ${name}: 1\n  circuit`)).codes.includes('RP2002'));
    assert.ok(render(service(), policy.replace('circuitBreaker:\n', `circuitBreaker:\n    ${name}: 1\n`)).codes.includes('RP2002'));
    assert.ok(render(service(), policy.replace('spec:\n', `spec:\n  mesh: ${name}\n`)).codes.length > 0);
    assert.ok(render(service(), policy.replace('    name: cart\n', `    name: ${name}\n`)).codes.length > 0);
  });

  test(`objects of kind, name and namespace ${name} stand beside each other`, () => {
    const object = `apiVersion: ${name}/v1\nkind: ${name}\nmetadata:\n  name: ${name}\n  namespace: ${name}\n`;
    const found = render(object, service(), policy);
    assert.equal(found.codes, []);
    assert.ok(found.output.includes(object));
    assert.ok(render(object, object).codes.includes('RP3007'));
    const flow = `{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop, ${name}: {a: b}, labels: {${name}: c}}, spec: {selector: {${name}: d}, ports: [{port: 80, name: http-${name.length}}]}}\n`;
    const edited = render(flow, policy);
    assert.equal(edited.codes, []);
    for (const kept of [`${name}: {a: b}`, `labels: {${name}: c}`, `selector: {${name}: d}`]) assert.ok(edited.output.includes(kept));
  });
}

test('a merge key gives no prototype', () => {
  const parsed = parseDocument('a: &a\n  __proto__: {polluted: true}\nb:\n  <<: *a\n');
  assert.ok(parsed.ok);
  const { b } = parsed.value as { readonly b: object };
  assert.is(Object.getPrototypeOf(b), Object.prototype);
  assert.ok(Object.hasOwn(b, '__proto__'));
  assert.is((b as { readonly polluted?: boolean }).polluted, undefined);
});

/** As kubectl and Argo CD read it, measured (facts in docs/decisions/0004); an error where goyaml gives one too, or where it would guess. */
const scalars: readonly (readonly [text: string, value: unknown])[] = [
  ['12:30:45', '12:30:45'],
  ['190:20:30.15', '190:20:30.15'],
  ['0777', 511],
  ['0o777', 511],
  ['-0777', -511],
  ['0888', 888],
  ['08', 8],
  ['0b11', 3],
  ['0xFF', 255],
  ['1_000', 1_000],
  ['1e3', 1_000],
  ['+12', 12],
  ['-0', 0],
  ['-0.0', -0],
  ['.inf', Number.POSITIVE_INFINITY],
  ['-.INF', Number.NEGATIVE_INFINITY],
  ['.NaN', Number.NaN],
  ['9007199254740993', 9_007_199_254_740_993n],
  ['9223372036854775808', 9_223_372_036_854_775_808n],
  ['18446744073709551616', 18_446_744_073_709_551_616n],
  ['2001-12-14', '2001-12-14'],
  ['2001-12-14T21:59:43.10-05:00', '2001-12-14T21:59:43.10-05:00'],
  ['yes', true],
  ['Off', false],
  ['y', true],
  ['=', '='],
  ['!!str 1', '1'],
  ['!!float 1', 1],
  ['<<', '<<'],
];
for (const [text, value] of scalars) {
  test(`${text} reads as kubectl reads it`, () => {
    const parsed = parseDocument(`a: ${text}\n`);
    assert.ok(parsed.ok);
    assert.equal((parsed.value as { readonly a: unknown }).a, value);
  });
}

/** Ports and thresholds beyond what a field holds: never rounded into its range. */
const numbers = [
  '9223372036854775808',
  '-9223372036854775809',
  '18446744073709551616',
  '4294967376',
  '1e400',
  '.inf',
  '.nan',
  '-0',
  '-0.0',
  '80.5',
  '0x1p3',
  '1_0_',
  `1${'0'.repeat(400)}`,
];
for (const number of numbers) {
  test(`${number.slice(0, 24)} is no threshold and no port`, () => {
    assert.ok(
      render(service(), policy.replace('failureThreshold: 5', `failureThreshold: ${number}`)).codes.some((code) => /^RP2/.test(code)) ||
        number === '1_0_',
    );
    const found = render(service().replace('port: 80', `port: ${number}`), policy);
    assert.ok(found.codes.length > 0 || number === '1_0_', `${found.codes}`);
    assert.ok(found.output === '' || found.output.includes(`port: ${number}`));
  });
}

const tags: readonly (readonly [text: string, code: string | undefined])[] = [
  ['!!js/function "function () {}"', 'RP1001'],
  ['!!python/object/apply:os.system [id]', 'RP1001'],
  ['!Ref Cart', 'RP1001'],
  ['!<tag:evil.example,2000:x> y', 'RP1001'],
  ['!!binary aGk=', 'RP1001'],
  ['!!set {a, b}', 'RP1001'],
  ['!!omap [a: 1]', 'RP1001'],
  ['!!timestamp 2001-12-14', 'RP1001'],
  ['!!str cart', undefined],
];
for (const [text, code] of tags) {
  test(`${text} in a Service`, () => {
    const found = render(service(`  labels:\n    a: ${text}\n`), policy);
    assert.equal(found.codes, code === undefined ? [] : [code]);
    assert.is(found.output === '', code !== undefined);
  });
}

const directives: readonly (readonly [text: string, codes: readonly string[]])[] = [
  ['%YAML 1.1\n---\n', []],
  ['%YAML 1.2\n---\n', []],
  ['%YAML 2.0\n---\n', ['RP1001']],
  ['%YAML 1.2\n%YAML 1.2\n---\n', ['RP1001']],
  ['%TAG ! tag:evil.example,2000:\n---\n', []],
  ['%TAG ! tag:evil.example,2000:\n%TAG ! tag:x,2000:\n---\n', ['RP1001']],
  ['%UNKNOWN directive\n---\n', []],
];
for (const [text, codes] of directives) {
  test(`a Service behind ${JSON.stringify(text)}`, () => {
    const found = render(`${text}${service('  labels: {a: 017, b: yes}\n')}`, policy);
    assert.equal(
      found.codes.filter((code) => code !== 'RP3017'),
      codes,
    );
    if (codes.length > 0) return;
    assert.not.match(found.output, /^%/m);
    // What a directive means to some readers is gone with it: the values are those that kubectl read.
    const parsed = parseDocument(found.output.split('---\n').find((each) => each.includes('kind: Service')) ?? '');
    assert.ok(parsed.ok);
    assert.equal((parsed.value as { readonly metadata: { readonly labels: unknown } }).metadata.labels, { a: 15, b: true });
  });
}

test('names of any length are said in a line that is not', () => {
  const long = 'w'.repeat(200_000);
  const result = renderManifests([
    fromBytes('a.yaml', Buffer.from(service().replace('name: cart', `name: ${long}`))),
    fromBytes('b.yaml', Buffer.from(service().replace('name: cart', `name: ${long}`))),
    fromBytes('c.yaml', Buffer.from(policy.replaceAll('name: cart', `name: ${long}`))),
  ]);
  assert.ok(!result.ok);
  for (const format of Object.values(formats)) assert.ok(format(result.findings(), false).length < 20_000);
});

/** What moves a cursor, clears a screen, sets a title, turns text round or breaks a line. */
const escapes = [
  '\u001b[2J',
  '\u009b2J',
  '\u001b]0;owned\u0007',
  '\u202e',
  '\u2066',
  '\u2028',
  '\u2029',
  '\u200f',
  '\u0085',
  '\r',
  '\u007f',
  '\b',
];
test('no format gives what a terminal acts on to it', () => {
  const named = escapes.map((sequence, i) => {
    const name = JSON.stringify(`x${sequence}y`).replaceAll(
      /[\u007f-\u009f\u200f\u2028\u2029\u202e\u2066]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    const broken = `apiVersion: resilience.auth-platform.github.com/v1\nkind: ResiliencePolicy\nmetadata: {name: ${name}, namespace: ${name}}\nspec: {targetRef: {name: cart}, ${name}: 1, circuitBreaker: {enabled: true}}\n`;
    return fromBytes(`p${i}${sequence}.yaml`, Buffer.from(`${broken}---\n${broken}`));
  });
  const findings = renderManifests(named).findings();
  assert.ok(findings.length > escapes.length);
  for (const [name, format] of Object.entries(formats)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    assert.not.match(format(findings, false), /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/, name);
  }
  assert.equal(Array.isArray(JSON.parse(formats['json']?.(findings, false) ?? '')), true);
});

test.run();
