import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { coverageByFolder, createCoverageMap } from '../../fuzz/coverage.ts';

const range = (startOffset: number, endOffset: number, count: number) => ({ startOffset, endOffset, count });
const ranOf = (map: ReturnType<typeof createCoverageMap>): string =>
  Array.from({ length: 20 }, (_, i) => (map.ran(i) ? 'x' : '.')).join('');

test('what ran is known once, whichever run it was', () => {
  const map = createCoverageMap(20);
  assert.is(map.add([{ ranges: [range(0, 20, 1), range(5, 10, 0)] }]), 15);
  assert.is(ranOf(map), 'xxxxx.....xxxxxxxxxx');
  assert.is(map.add([{ ranges: [range(0, 20, 1), range(5, 10, 0)] }]), 0, 'nothing new');
  assert.is(map.add([{ ranges: [range(0, 20, 1)] }]), 5);
  assert.is(ranOf(map), 'x'.repeat(20));
});

test('a function did not run because the text around it did, nor a block of it because the function did', () => {
  const map = createCoverageMap(20);
  map.add([{ ranges: [range(0, 20, 1)] }, { ranges: [range(4, 12, 0)] }]);
  assert.is(ranOf(map), 'xxxx........xxxxxxxx');
  assert.is(map.add([{ ranges: [range(4, 12, 1), range(6, 8, 0)] }]), 6);
  assert.is(ranOf(map), 'xxxxxx..xxxxxxxxxxxx');
});

test('a function that is compiled later takes back what the text around it has claimed', () => {
  const map = createCoverageMap(20);
  map.add([{ ranges: [range(0, 20, 1)] }]);
  map.add([{ ranges: [range(10, 15, 0)] }]);
  assert.is(ranOf(map), 'xxxxxxxxxx.....xxxxx');
});

test('lines of code are counted by room, others are not', () => {
  const source = [
    '#!x',
    '// node_modules/a/index.js',
    'const z = 1;',
    '// src/read/parse.ts',
    'const a = 1;',
    '}',
    'const b = 2;',
    '// src/main.ts',
    'c();',
  ].join('\n');
  const executed = source.indexOf('const a');
  assert.equal(coverageByFolder(source, { ran: (offset) => offset === executed }), [
    { folder: 'src', lines: 1, covered: 0 },
    { folder: 'src/read', lines: 2, covered: 1 },
  ]);
});

test.run();
