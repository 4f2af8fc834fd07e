// Keys that an input method takes.

import { expect, it } from 'vitest';
import { isInputMethodKey } from '../../../../web/page/composer/input-method.ts';

it.each([
  ['a key during a composition', { isComposing: true, keyCode: 13 }, true],
  ['Safari’s Enter that confirms a word', { isComposing: false, keyCode: 229 }, true],
  ['Enter', { isComposing: false, keyCode: 13 }, false],
])('[P21] %s', (_, key, expected) => {
  expect(isInputMethodKey(key)).toBe(expected);
});
