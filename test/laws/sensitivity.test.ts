import { test } from 'uvu';
import { proveSensitivity } from '../support/sensitivity-law.ts';

test('law 17: another value of any one leaf is seen in the output, or a finding names the leaf', () => proveSensitivity('linkerd', 400));

test.run();
