// Titles of rooms: one line of visible text that passed the filter.

import { expect, it } from 'vitest';
import { createRoom } from '../../../functions/core/lifecycle/create-room.ts';
import { createMemoryWordLists } from '../../../functions/adapters/memory/memory-word-lists.ts';
import { createTestPorts } from '../test-ports.ts';

async function create(title: string) {
  const seeds = [
    {
      name: 'test',
      version: 1,
      language: 'en',
      forbidden: ['XML'],
      replacements: ['JSON'],
    },
    {
      name: 'rude',
      version: 1,
      language: 'en',
      action: 'block' as const,
      forbidden: ['grobnark'],
      replacements: [],
    },
  ];
  const ports = createTestPorts({ ports: { lists: createMemoryWordLists({ seeds }) } });
  const result = await createRoom(ports.context, {
    options: { title },
    addressKey: undefined,
    origin: 'https://chat.example',
  });
  return result.ok ? result.created.room.title : result.reason;
}

it.each([
  ['Tea at four', 'Tea at four'],
  ['Let us talk XML', 'Let us talk JSON'],
  ['a grobnark', 'blocked'],
  ['two\nlines\tand\u2028more', 'two lines and more'],
  ['NUL \u0000 and ESC \u001B', 'NUL  and ESC'],
  ['right \u202Eto left', 'right to left'],
  ['lone \uD800 surrogate', 'lone \uFFFD surrogate'],
  ['\u202E\u0000 \u200B', ''],
  ['\u3164 \u2800', ''],
  ['', ''],
  // A replacement is longer: a word that is cut must not become a forbidden one.
  [`${'XML '.repeat(18)}grobnarkles`, 'JSON '.repeat(16).trim()],
  [`XML${'x'.repeat(76)}`, `XML${'x'.repeat(76)}`],
])('[R35] [G8] turns %j into %j', async (title, shown) => {
  expect(await create(title)).toBe(shown);
});
