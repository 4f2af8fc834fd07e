// Names of members: claimed on join, changed by a rename, reserved for a returning member, released
// after a leave.

import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../functions/core/access/tokens.ts';
import { handleDisconnect } from '../../../functions/core/messaging/publish.ts';
import type { RoomId } from '../../../functions/core/ports.ts';
import type { PresenceDiff, RoomEvent } from '../../../functions/protocol/events.ts';
import { listPosted, applyPresence } from './presence-model.ts';
import {
  connectClient,
  extractToken,
  findReply,
  isOk,
  tryJoin,
  joinTestRoom,
  findPayloads,
  getReason,
  getResponse,
  createTestRoom,
  createTestPorts,
  type TestMember,
  type TestPorts,
} from '../test-ports.ts';

const claim = 'a secret of 16 characters';

async function setUp(ports = createTestPorts()) {
  const links = await createTestRoom(ports);
  const [bob, ann] = [
    await joinTestRoom(ports, links.joinUrl, { username: 'bob' }),
    await joinTestRoom(ports, links.joinUrl, { username: 'ann', claim }),
  ];
  ports.inbox(bob.id);
  const tryToJoin = async (payload: Readonly<Record<string, unknown>>): Promise<string> => {
    const { reply } = await tryJoin(ports, links.joinUrl, payload);
    return isOk(reply) ? 'ok' : getReason(reply);
  };
  return { ports, links, ann, bob, comes: tryToJoin };
}

const readName = async ({ context }: TestPorts, session: string | undefined): Promise<unknown> => {
  const verified = await verifyToken({
    ports: context,
    settings: context.settings,
    token: session ?? '',
    types: ['session+jwt'],
  });
  return verified.ok ? { id: verified.claims.member, name: verified.claims.name } : verified.reason;
};
const rename = async (member: TestMember, username: string) =>
  getResponse(findReply(await member.push('rename', { username }))) as {
    member: unknown;
    session: string;
  };

describe('A rename', () => {
  it('[R27] returns the member and a new session, and changes presence', async () => {
    const { ports, ann, bob } = await setUp();
    const renamed = await rename(ann, 'Anna');
    expect(renamed.member).toEqual({ id: ann.memberId, name: 'Anna' });
    expect(await readName(ports, renamed.session)).toEqual({ id: ann.memberId, name: 'Anna' });
    const [diff, ...more] = findPayloads(
      ports.inbox(bob.id),
      'presence_diff',
    ) as readonly PresenceDiff[];
    expect(more).toEqual([]);
    expect(diff).toMatchObject({
      joins: { Anna: { metas: [{ member: ann.memberId, username: 'Anna' }] } },
      leaves: { ann: { metas: [{ username: 'ann' }] } },
    });
    expect(applyPresence(listPosted(ports, bob.id))).toEqual({ bob: 1, Anna: 1 });
    const [, heard] = await ann.push('shout', { body: 'hello' });
    expect(heard?.payload).toMatchObject({ name: 'Anna', member: ann.memberId });
  });

  it('[R27] gives each of the member’s connections a session with the new name', async () => {
    const { ports, links, ann } = await setUp();
    const tab = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
    await rename(ann, 'Anna');
    const roomEvents = findPayloads(ports.inbox(tab.id), 'room') as readonly RoomEvent[];
    expect(await Promise.all(roomEvents.map(({ session }) => readName(ports, session)))).toEqual([
      { id: ann.memberId, name: 'Anna' },
    ]);
    expect(applyPresence(listPosted(ports, tab.id))).toEqual({ bob: 1, Anna: 2 });
    const [, heard] = await tab.push('shout', { body: 'hello' });
    expect(heard?.payload).toMatchObject({ name: 'Anna' });
  });

  it('[R27] releases the old name and keeps the new one', async () => {
    const { ann, comes } = await setUp();
    await rename(ann, 'Anna');
    expect(await comes({ username: 'ANNA' })).toBe('name_taken');
    expect(await comes({ username: 'ann' })).toBe('ok');
  });

  it('[R27] to another spelling of the same name keeps the claim', async () => {
    const { ann, comes } = await setUp();
    expect((await rename(ann, 'ANN')).member).toEqual({ id: ann.memberId, name: 'ANN' });
    expect(await comes({ username: 'ann' })).toBe('name_taken');
  });

  it('[R27] [T6] to a taken or blocked name is refused and changes nothing', async () => {
    const { ports, ann, bob, comes } = await setUp();
    expect((await ann.push('rename', { username: 'Bob' })).map(getReason)).toEqual(['name_taken']);
    expect((await ann.push('rename', { username: 'XML' })).map(getReason)).toEqual([
      'name_invalid',
    ]);
    expect(ports.inbox(bob.id)).toEqual([]);
    expect(await comes({ username: 'ann' })).toBe('name_taken');
  });

  it('[R27] is forbidden for a watcher', async () => {
    const { ports, links } = await setUp();
    const watcher = await joinTestRoom(ports, links.watchUrl);
    expect((await watcher.push('rename', { username: 'eve' })).map(getReason)).toEqual([
      'forbidden',
    ]);
  });
});

describe('A member', () => {
  it.each([
    ['claim', () => ({ claim })],
    ['session', ({ session }: TestMember) => ({ session })],
  ])('[R41] keeps its name if it joins under another with its %s', async (_, prove) => {
    const { ports, links, ann, comes } = await setUp();
    const again = await joinTestRoom(ports, links.joinUrl, { ...prove(ann), username: 'zoe' });
    expect(again.joined.member).toEqual({ id: ann.memberId, name: 'ann' });
    expect(await comes({ username: 'zoe' }), 'the other name is free').toBe('ok');
    expect(await comes({ ...prove(ann), username: 'bob' }), 'a taken one, too').toBe('ok');
    expect(applyPresence(listPosted(ports, ann.id))).toEqual({ bob: 1, ann: 3, zoe: 1 });
  });

  it('[R41] [R27] keeps the name it was renamed to if it rejoins as it first joined', async () => {
    const { ports, links, ann, comes } = await setUp();
    await rename(ann, 'Anna');
    ports.ended.add(ann.id);
    await handleDisconnect(ports.context, ann.id);
    const first = { username: 'ann', claim };
    expect((await joinTestRoom(ports, links.joinUrl, first)).joined.member?.name).toBe('Anna');
    expect(await comes({ username: 'ann' })).toBe('ok');
    expect((await joinTestRoom(ports, links.joinUrl, first)).joined.member?.name).toBe('Anna');
  });

  it('[R41] has one name after joins under several names at the same time', async () => {
    const { ports, links, comes } = await setUp();
    const names = ['cat', 'dan', 'eve', 'fay'];
    const joins = await Promise.all(
      names.map((username) =>
        joinTestRoom(ports, links.joinUrl, { username, claim: 'd'.repeat(22) }),
      ),
    );
    const kept = new Set(joins.map(({ joined }) => joined.member?.name));
    expect(kept.size).toBe(1);
    for (const username of names) {
      expect(await comes({ username })).toBe(kept.has(username) ? 'name_taken' : 'ok');
    }
  });

  it('[R41] has one name after several renames at the same time', async () => {
    const { ports, links, ann, comes } = await setUp();
    const tab = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
    const names = ['cat', 'dan', 'eve'];
    const push = (username: string, index: number) =>
      (index % 2 === 0 ? ann : tab).push('rename', { username });
    await Promise.all(names.map(push));
    const { subscriptions } = ports.context;
    const own = (await subscriptions.list(ann.joined.room.id as RoomId)).flatMap(({ member }) =>
      member?.id === ann.memberId ? [member.name] : [],
    );
    expect(own).toHaveLength(2);
    expect(new Set(own).size).toBe(1);
    for (const username of ['ann', ...names]) {
      expect(await comes({ username })).toBe(own.includes(username) ? 'name_taken' : 'ok');
    }
  });

  it('[R41] can take another name after it has left', async () => {
    const { ports, links, ann } = await setUp();
    await rename(ann, 'Anna');
    await ann.push('phx_leave', {});
    const again = await joinTestRoom(ports, links.joinUrl, { username: 'zoe', claim });
    expect(again.joined.member).toEqual({ id: ann.memberId, name: 'zoe' });
  });
});

describe('A name', () => {
  it('[R28] is released if another member joins on its connection', async () => {
    const { ports, links, comes } = await setUp();
    const token = extractToken(links.joinUrl);
    const client = await connectClient(ports, `room:${links.room.id}`);
    for (const [index, username] of ['cat', 'dan', 'eve'].entries()) {
      const payload = { token, username, claim: username.repeat(6) };
      const frame = { joinRef: String(index), ref: String(index) };
      expect(isOk(findReply(await client.push('phx_join', payload, frame)))).toBe(true);
    }
    expect(await comes({ username: 'eve' })).toBe('name_taken');
    expect(await comes({ username: 'cat' })).toBe('ok');
    expect(await comes({ username: 'dan' })).toBe('ok');
  });

  it('[R3] [R28] is released when its member’s last connection leaves', async () => {
    const { ports, links, ann, comes } = await setUp();
    const tab = await joinTestRoom(ports, links.joinUrl, { session: ann.session });
    await ann.push('phx_leave', {});
    expect(await comes({ username: 'ann' })).toBe('name_taken');
    await tab.push('phx_leave', {});
    expect(await comes({ username: 'Ann' })).toBe('ok');
    // A member that returns later finds the name taken, and can choose another one.
    expect(await comes({ session: ann.session })).toBe('name_taken');
    expect(await comes({ session: ann.session, username: 'ann2' })).toBe('ok');
  });

  it('[R28] [R4] stays claimed for a member who lost its connection', async () => {
    const { ports, links, ann, comes } = await setUp();
    ports.ended.add(ann.id);
    await handleDisconnect(ports.context, ann.id);
    expect(await comes({ username: 'ann' })).toBe('name_taken');
    expect(
      (await joinTestRoom(ports, links.joinUrl, { session: ann.session })).joined.member,
    ).toEqual({
      id: ann.memberId,
      name: 'ann',
    });
  });

  it('[R28] is never released while another connection of its member is there', async () => {
    const { ports, links, ann } = await setUp();
    await joinTestRoom(ports, links.joinUrl, { session: ann.session });
    const freed: string[] = [];
    Object.assign(ports.context.names, {
      release: ({ key }: { key: string }) => {
        freed.push(key);
        return Promise.resolve();
      },
    });
    await ann.push('phx_leave', {});
    expect(freed).toEqual([]);
  });

  it.each([
    ['after', false],
    ['while', true],
  ])(
    '[R28] [R20] of a kicked member is never released, even if it leaves %s it is kicked',
    async (_, meanwhile) => {
      const { ports, links, ann, comes } = await setUp();
      const owner = await joinTestRoom(ports, links.ownerUrl, { username: 'olga' });
      const { rooms } = ports.context;
      const change = rooms.change.bind(rooms);
      if (meanwhile) {
        Object.assign(rooms, {
          change: async (input: Parameters<typeof change>[0]) => {
            const changed = await change(input);
            await ann.push('phx_leave', {});
            return changed;
          },
        });
      }
      await owner.push('kick', { member: 'ann' });
      if (!meanwhile) await ann.push('phx_leave', {});
      expect(await comes({ username: 'ann' })).toBe('kicked');
    },
  );

  it('[R28] stays claimed for a member who returns while it is being released', async () => {
    const { ports, links, ann, comes } = await setUp();
    const { names } = ports.context;
    const releaseName = names.release.bind(names);
    Object.assign(names, {
      release: async (input: Parameters<typeof releaseName>[0]) => {
        await joinTestRoom(ports, links.joinUrl, { session: ann.session });
        await releaseName(input);
      },
    });
    await ann.push('phx_leave', {});
    expect(await comes({ username: 'ann' })).toBe('name_taken');
  });

  it.each([
    ['stays claimed for', [], 'ok'],
    ['is not shared by', [{ username: 'Ann' }], 'unavailable'],
  ] as const)(
    '[R28] [R3] %s a member who joins while its other tab leaves',
    async (_, newcomers, joined) => {
      const { ports, ann, comes } = await setUp();
      const { subscriptions } = ports.context;
      const subscribe = subscriptions.subscribe.bind(subscriptions);
      Object.assign(subscriptions, {
        subscribe: async (input: Parameters<typeof subscribe>[0]) => {
          Object.assign(subscriptions, { subscribe });
          await ann.push('phx_leave', {});
          for (const newcomer of newcomers) expect(await comes(newcomer)).toBe('ok');
          return subscribe(input);
        },
      });
      expect(await comes({ username: 'ann', claim })).toBe(joined);
      expect(await comes({ username: 'ann' })).toBe('name_taken');
    },
  );

  it.each(['claims', 'assigns'] as const)(
    '[R28] [R27] is released if its member leaves while a rename %s it',
    async (step) => {
      const { ports, ann, comes } = await setUp();
      const { names } = ports.context;
      const method = ({ claims: 'claim', assigns: 'assign' } as const)[step];
      const original = names[method].bind(names) as (input: unknown) => Promise<unknown>;
      Object.assign(names, {
        [method]: async (input: unknown) => {
          const result = await original(input);
          Object.assign(names, { [method]: original });
          await ann.push('phx_leave', {});
          return result;
        },
      });
      await rename(ann, 'Anna');
      for (const username of ['ann', 'anna']) expect(await comes({ username })).toBe('ok');
    },
  );

  it('[R28] [R27] stays claimed if its member lost its connection during the rename', async () => {
    const { ports, ann, comes } = await setUp();
    const { names } = ports.context;
    const assign = names.assign.bind(names);
    Object.assign(names, {
      assign: async (input: Parameters<typeof assign>[0]) => {
        ports.ended.add(ann.id);
        await handleDisconnect(ports.context, ann.id);
        return assign(input);
      },
    });
    await ann.push('rename', { username: 'Anna' });
    Object.assign(names, { assign });
    expect(await comes({ username: 'Anna' })).toBe('name_taken');
    expect(await comes({ session: ann.session })).toBe('ok');
  });

  it('[R28] is released if the join it was claimed for is refused', async () => {
    const { ports, links, ann, comes } = await setUp();
    const { rooms, subscriptions } = ports.context;
    const subscribe = subscriptions.subscribe.bind(subscriptions);
    // The room is locked between the claim and the subscription.
    Object.assign(subscriptions, {
      subscribe: async (input: Parameters<typeof subscribe>[0]) => {
        await rooms.change({
          room: input.subscription.room,
          epoch: ann.joined.epoch,
          change: { state: 'locked' },
          now: ports.now,
        });
        return subscribe(input);
      },
    });
    expect(await comes({ username: 'cat' })).toBe('locked');
    Object.assign(subscriptions, { subscribe });
    const owner = await joinTestRoom(ports, links.ownerUrl, { username: 'olga' });
    await owner.push('lock', { locked: false });
    expect(await comes({ username: 'cat' })).toBe('ok');
  });
});
