import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { expandCodes, formatCodes } from '../../../src/mesh/shared/status-codes.ts';

test('a range is its codes, apart from those without a name', () => {
  assert.equal(expandCodes('503'), { named: [503], nameless: [] });
  assert.equal(expandCodes('520'), { named: [], nameless: [520] });
  assert.equal(expandCodes('507-512'), { named: [507, 508, 510, 511], nameless: [509, 512] });
  assert.is(expandCodes('100-599').named.length, 62);
  assert.is(expandCodes('100-599').nameless.length, 438);
});

test('codes in a row are written as people write them', () => {
  assert.is(formatCodes([]), '');
  assert.is(formatCodes([509]), '509');
  assert.is(formatCodes([509, 512, 513, 599]), '509,512-513,599');
});

test.run();
