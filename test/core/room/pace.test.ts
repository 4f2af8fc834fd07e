// Who is slowed down: a connection, a member by all its connections, a room by all its members; and
// whom that shows the door.

import { describe, expect, it } from 'vitest';
import { limits } from '../../../functions/protocol/limits.ts';
import {
  answerIn,
  isOk,
  memberOf,
  responseOf,
  roomIn,
  createTestPorts,
  type TestClient,
} from '../world.ts';

const { member: ofMember, room: ofRoom, connection: ofConnection } = limits.messages;

/** How many of so many messages at once were taken, and what the last refusal said. */
async function sendAtOnce(
  client: TestClient,
  count: number,
): Promise<{ readonly taken: number; readonly refusal: unknown }> {
  let taken = 0;
  let refusal: unknown;
  for (let index = 0; index < count; index += 1) {
    const answer = answerIn(await client.push('shout', { body: 'hello' }));
    if (isOk(answer)) taken += 1;
    else refusal = responseOf(answer);
  }
  return { taken, refusal };
}

describe('Pace', () => {
  it('[R7] is kept by a member over all its connections, none of which is closed for it', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await roomIn(ports);
    const tabs = [await memberOf(ports, joinUrl, { username: 'ann' })];
    while (tabs.length < 3) {
      tabs.push(await memberOf(ports, joinUrl, { session: tabs[0]?.session }));
    }
    const taken: number[] = [];
    for (const tab of tabs) {
      const sent = await sendAtOnce(tab, ofConnection.burst);
      taken.push(sent.taken);
      if (sent.taken === 0) {
        expect(sent.refusal).toMatchObject({ reason: 'rate_limited', retry_after: 0.1 });
      }
    }
    expect(taken).toEqual([20, 20, 0]);
    expect(taken.reduce((sum, one) => sum + one)).toBe(ofMember.burst);
    expect(ports.closed).toEqual([]);
  });

  it('[R7] [R8] is kept by a room over all its members, none of whom is closed for it', async () => {
    const ports = createTestPorts();
    const { joinUrl } = await roomIn(ports);
    let taken = 0;
    for (let index = 0; index <= ofRoom.burst / ofConnection.burst; index += 1) {
      const member = await memberOf(ports, joinUrl, { username: `m${index}` });
      const sent = await sendAtOnce(member, ofConnection.burst);
      taken += sent.taken;
      if (sent.taken < ofConnection.burst) {
        expect(sent.refusal).toMatchObject({ reason: 'rate_limited' });
      }
    }
    expect(taken).toBe(ofRoom.burst);
    expect(ports.closed).toEqual([]);
  });

  it('[R7] [G9] of one room is nothing to another', async () => {
    const ports = createTestPorts();
    const [tea, pub] = [await roomIn(ports), await roomIn(ports)];
    const ann = await memberOf(ports, tea.joinUrl, { username: 'ann' });
    await sendAtOnce(ann, ofConnection.burst + 3);
    const bob = await memberOf(ports, pub.joinUrl, { username: 'bob' });
    expect(await sendAtOnce(bob, ofConnection.burst)).toEqual({
      taken: ofConnection.burst,
      refusal: undefined,
    });
  });
});
