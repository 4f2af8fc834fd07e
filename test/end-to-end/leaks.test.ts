// The hunt for leaks finds what it hunts.

import { expect, it } from 'vitest';
import { findLeaks, noteSecrets } from './leaks.ts';

it('[G8] finds tokens, addresses and noted texts in what a server prints', () => {
  noteSecrets({ payload: { body: 'a text of a test', to: { name: 'somebody' } } });
  expect(findLeaks('ready: http://127.0.0.1:8100 {"event":"shout"}')).toEqual([]);
  expect(findLeaks('"a text of a test" to somebody')).toEqual(['a text of a test', 'somebody']);
  expect(findLeaks('from 127.0.0.1, with eyJhbGciOiJFZERTQSJ9')).toHaveLength(2);
});
