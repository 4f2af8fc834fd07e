// Whose a name is: claimed at the join, changed by a rename, kept for who is on the way back, free
// when its member has left for good.

import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../functions/core/access/tokens.ts';
import { disconnected } from '../../../functions/core/receive.ts';
import type { PresenceDiff, RoomEvent } from '../../../functions/protocol/events.ts';
import { allFor, believed } from '../presence.ts';
import {
  answerIn,
  isOk,
  joinBy,
  memberOf,
  payloadsOf,
  reasonOf,
  responseOf,
  roomIn,
  worldWith,
  type TestMember,
  type TestWorld,
} from '../world.ts';

async function furnished(world = worldWith()) {
  const links = await roomIn(world);
  const [bob, ann] = [
    await memberOf(world, links.joinUrl, { username: 'bob' }),
    await memberOf(world, links.joinUrl, { username: 'ann' }),
  ];
  world.inbox(bob.id);
  const comes = async (payload: Readonly<Record<string, unknown>>): Promise<string> => {
    const { reply } = await joinBy(world, links.joinUrl, payload);
    return isOk(reply) ? 'ok' : reasonOf(reply);
  };
  return { world, links, ann, bob, comes };
}

const nameIn = async ({ context }: TestWorld, session: string | undefined): Promise<unknown> => {
  const verified = await verifyToken({
    world: context,
    settings: context.settings,
    token: session ?? '',
    types: ['session+jwt'],
  });
  return verified.ok ? { id: verified.claims.member, name: verified.claims.name } : verified.reason;
};
const renameOf = async (member: TestMember, username: string) =>
  responseOf(answerIn(await member.push('rename', { username }))) as {
    member: unknown;
    session: string;
  };

describe('A rename', () => {
  it('[R27] is answered with the member and a session under the new name; presence sees the old name leave and the new one join', async () => {
    const { world, ann, bob } = await furnished();
    const renamed = await renameOf(ann, 'Anna');
    expect(renamed.member).toEqual({ id: ann.member, name: 'Anna' });
    expect(await nameIn(world, renamed.session)).toEqual({ id: ann.member, name: 'Anna' });
    const [diff, ...more] = payloadsOf(
      world.inbox(bob.id),
      'presence_diff',
    ) as readonly PresenceDiff[];
    expect(more).toEqual([]);
    expect(diff).toMatchObject({
      joins: { Anna: { metas: [{ member: ann.member, username: 'Anna' }] } },
      leaves: { ann: { metas: [{ username: 'ann' }] } },
    });
    expect(believed(allFor(world, bob.id))).toEqual({ bob: 1, Anna: 1 });
    const [, heard] = await ann.push('shout', { body: 'hello' });
    expect(heard?.payload).toMatchObject({ name: 'Anna', member: ann.member });
  });

  it('[R27] reaches the member’s other connections, each with a session of the new name', async () => {
    const { world, links, ann } = await furnished();
    const tab = await memberOf(world, links.joinUrl, { session: ann.session });
    await renameOf(ann, 'Anna');
    const told = payloadsOf(world.inbox(tab.id), 'room') as readonly RoomEvent[];
    expect(await Promise.all(told.map(({ session }) => nameIn(world, session)))).toEqual([
      { id: ann.member, name: 'Anna' },
    ]);
    expect(believed(allFor(world, tab.id))).toEqual({ bob: 1, Anna: 2 });
    const [, heard] = await tab.push('shout', { body: 'hello' });
    expect(heard?.payload).toMatchObject({ name: 'Anna' });
  });

  it('[R27] frees the old name and keeps the new one', async () => {
    const { ann, comes } = await furnished();
    await renameOf(ann, 'Anna');
    expect(await comes({ username: 'ANNA' })).toBe('name_taken');
    expect(await comes({ username: 'ann' })).toBe('ok');
  });

  it('[R27] to another spelling of the same name keeps it', async () => {
    const { ann, comes } = await furnished();
    expect((await renameOf(ann, 'ANN')).member).toEqual({ id: ann.member, name: 'ANN' });
    expect(await comes({ username: 'ann' })).toBe('name_taken');
  });

  it('[R27] [T6] to a name that is taken or not welcome is refused, and nothing changes', async () => {
    const { world, ann, bob, comes } = await furnished();
    expect((await ann.push('rename', { username: 'Bob' })).map(reasonOf)).toEqual(['name_taken']);
    expect((await ann.push('rename', { username: 'XML' })).map(reasonOf)).toEqual(['name_invalid']);
    expect(world.inbox(bob.id)).toEqual([]);
    expect(await comes({ username: 'ann' })).toBe('name_taken');
  });

  it('[R27] is forbidden to a watcher', async () => {
    const { world, links } = await furnished();
    const watcher = await memberOf(world, links.watchUrl);
    expect((await watcher.push('rename', { username: 'eve' })).map(reasonOf)).toEqual([
      'forbidden',
    ]);
  });
});

describe('A name', () => {
  it('[R3] [R28] is free for others when its member’s last connection leaves', async () => {
    const { world, links, ann, comes } = await furnished();
    const tab = await memberOf(world, links.joinUrl, { session: ann.session });
    await ann.push('phx_leave', {});
    expect(await comes({ username: 'ann' })).toBe('name_taken');
    await tab.push('phx_leave', {});
    expect(await comes({ username: 'Ann' })).toBe('ok');
    // Who left for good and changes its mind finds the name taken, and may come under another.
    expect(await comes({ session: ann.session })).toBe('name_taken');
    expect(await comes({ session: ann.session, username: 'ann2' })).toBe('ok');
  });

  it('[R28] [R4] is kept for a member whose connection was lost', async () => {
    const { world, links, ann, comes } = await furnished();
    world.ended.add(ann.id);
    await disconnected(world.context, ann.id);
    expect(await comes({ username: 'ann' })).toBe('name_taken');
    expect((await memberOf(world, links.joinUrl, { session: ann.session })).joined.member).toEqual({
      id: ann.member,
      name: 'ann',
    });
  });

  it('[R28] is not even free for a moment while another connection of its member is there', async () => {
    const { world, links, ann } = await furnished();
    await memberOf(world, links.joinUrl, { session: ann.session });
    const freed: string[] = [];
    Object.assign(world.context.rooms, {
      freeName: ({ key }: { key: string }) => {
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
    '[R28] [R20] of a kicked member is never free, though it leaves %s it is kicked',
    async (_, meanwhile) => {
      const { world, links, ann, comes } = await furnished();
      const owner = await memberOf(world, links.ownerUrl, { username: 'olga' });
      const { rooms } = world.context;
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

  it('[R28] is kept for a member that comes back while it is being freed', async () => {
    const { world, links, ann, comes } = await furnished();
    const { rooms } = world.context;
    const freeName = rooms.freeName.bind(rooms);
    Object.assign(rooms, {
      freeName: async (input: Parameters<typeof freeName>[0]) => {
        await memberOf(world, links.joinUrl, { session: ann.session });
        await freeName(input);
      },
    });
    await ann.push('phx_leave', {});
    expect(await comes({ username: 'ann' })).toBe('name_taken');
  });

  it('[R28] that was claimed for a join that then was refused is free', async () => {
    const { world, links, ann, comes } = await furnished();
    const { rooms } = world.context;
    const sit = rooms.sit.bind(rooms);
    // The room is locked between the claim and the seat.
    Object.assign(rooms, {
      sit: async (input: Parameters<typeof sit>[0]) => {
        await rooms.change({
          room: input.seat.room,
          epoch: ann.joined.epoch,
          change: { state: 'locked' },
          now: world.now,
        });
        return sit(input);
      },
    });
    expect(await comes({ username: 'cat' })).toBe('locked');
    Object.assign(rooms, { sit });
    const owner = await memberOf(world, links.ownerUrl, { username: 'olga' });
    await owner.push('lock', { locked: false });
    expect(await comes({ username: 'cat' })).toBe('ok');
  });
});
