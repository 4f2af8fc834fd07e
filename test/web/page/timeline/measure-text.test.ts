// Which messages are folded.

import { expect, it } from 'vitest';
import { isTall } from '../../../../web/page/timeline/measure-text.ts';

it.each([
  ['many line ends', '\n'.repeat(2_000), true],
  ['17 lines', 'a\n'.repeat(16), true],
  ['16 lines', 'a\n'.repeat(15), false],
  ['1,000 letters', 'word '.repeat(200), true],
  ['900 letters', 'word '.repeat(180), false],
  ['900 wide letters', '話'.repeat(900), true],
  ['nothing', '', false],
])('[P20] of %s', (_, text, expected) => {
  expect(isTall(text)).toBe(expected);
});
