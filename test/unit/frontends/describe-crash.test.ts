import { load } from 'js-yaml';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { describeCrash, describeCrashAt } from '../../../src/frontends/describe-crash.ts';
import { ApiError, describeError } from '../../../src/frontends/reporter/transport/api-error.ts';

const thrownBy = (action: () => unknown): unknown => {
  try {
    return action();
  } catch (error) {
    return error;
  }
};

/** What real parsers and V8 say about a text that holds the data of a Secret. */
const crashes: readonly (() => unknown)[] = [
  () => JSON.parse('{"password": hunter2}'),
  () => JSON.parse('hunter2'),
  () => BigInt('hunter2'),
  () => new Function('hunter2 hunter2'),
  () => load('password: hunter2\n bad: *hunter2'),
  () => load('!hunter2 x'),
  () => parse('a: *hunter2'),
  () => parse('password: hunter2: x'),
  () => new Map('hunter2'.match(/hunter2/g) as never),
  () => 'x' in ('hunter2' as never),
  () => Object.setPrototypeOf({}, 'hunter2' as never),
  () => new Intl.DateTimeFormat('en', { timeZone: 'hunter2' }),
  () => (undefined as unknown as Record<string, unknown>)['hunter2'],
  () => Buffer.from('x').toString('hunter2' as 'utf8'),
  () => new RegExp(String('hunter2(')),
  () => {
    throw Object.assign(new Error('first\nhunter2'), { name: 'YAMLParseError' });
  },
  () => {
    throw 'hunter2';
  },
];

test('no message of a parser or of V8 that quotes what it read gets through, nor does its stack', () => {
  for (const crash of crashes) {
    const error = thrownBy(crash);
    assert.match(error instanceof Error ? error.message : String(error), 'hunter2', String(crash));
    for (const text of [describeCrash(error), describeCrashAt(error), describeError(error)])
      assert.not.match(text, 'hunter', String(crash));
    assert.is.not(describeCrash(error), '');
  }
});

test('what we say ourselves, and what the system says, stays', () => {
  assert.is(describeCrash(new Error('its tokenFile is empty')), 'its tokenFile is empty');
  const missing = Object.assign(new Error("ENOENT: no such file or directory, open '/run/token'"), { syscall: 'open' });
  assert.is(describeCrash(missing), "ENOENT: no such file or directory, open '/run/token'");
  assert.is(describeError(new ApiError(403, { message: 'no "get" for you', reason: 'Forbidden' })), '403 Forbidden: no "get" for you');
  assert.is(describeCrash(thrownBy(() => (undefined as unknown as { x: string }).x)), 'Cannot read properties of undefined (reading "…")');
  assert.is(describeCrash(thrownBy(() => (Object as unknown as { no: () => void }).no())), 'Object.no is not a function');
  assert.is(describeCrash(thrownBy(() => new URL('x y'))), 'TypeError ERR_INVALID_URL (its message may quote the input)');
  assert.is(describeCrash(new RangeError('Maximum call stack size exceeded')), 'Maximum call stack size exceeded');
});

test('the places in our code follow, without the message', () => {
  const [first, second] = describeCrashAt(thrownBy(() => JSON.parse('hunter2'))).split('\n');
  assert.is(first, 'SyntaxError (its message may quote the input)');
  assert.match(second ?? '', /^\s+at /);
});

test.run();
