import { test } from 'uvu';
import { world } from '../support/arbitraries.ts';
import { proveSensitivity } from '../support/sensitivity-law.ts';

test('law 17: another value of any one leaf is seen in the output, or a finding names the leaf', () =>
  proveSensitivity('linkerd', { runs: 400, over: world }));

test.run();
