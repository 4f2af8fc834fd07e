// Rooms whose links are plain text say so.

import { expect, it } from 'vitest';
import { createRoom } from '../../../functions/core/lifecycle/create-room.ts';
import { createTestPorts } from '../test-ports.ts';

type Links = 'off' | 'plain' | 'allow';

async function readLinks(deployment: Links, links?: Links): Promise<unknown> {
  const result = await createRoom(createTestPorts({ filterLinks: deployment }).context, {
    options: { title: '', ...(links === undefined ? {} : { filter: { links } }) },
    addressKey: undefined,
    origin: 'https://chat.example',
  });
  return result.ok ? result.created.room.links : result.reason;
}

it.each<[Links, Links | undefined, string | undefined]>([
  ['off', undefined, undefined],
  ['off', 'plain', 'plain'],
  ['plain', undefined, 'plain'],
  ['plain', 'off', 'plain'],
  ['allow', 'plain', undefined],
  ['plain', 'allow', undefined],
])('[T18] a deployment with %s links and a room with %s', async (deployment, links, shown) => {
  expect(await readLinks(deployment, links)).toBe(shown);
});
