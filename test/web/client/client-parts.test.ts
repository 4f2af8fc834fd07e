// The client's small pure parts: countdown, presence, scopes, problems, backoff and items.

import { describe, expect, it } from 'vitest';
import type { PresenceState } from '../../../functions/protocol/events.ts';
import { parseProblem } from '../../../web/client/rooms-api.ts';
import { computeBackoffMs } from '../../../web/client/connection/backoff.ts';
import {
  formatCountdown,
  measureClockOffsetMs,
  getRemainingMs,
} from '../../../web/client/countdown.ts';
import {
  applyDiff,
  applyState,
  emptyPresence,
  listMembers,
  type Presence,
} from '../../../web/client/room/presence-tracker.ts';
import { catchUp, emptyTimeline } from '../../../web/client/sync/message-timeline.ts';
import { readScopes } from '../../../web/client/token-claims.ts';
import { buildItems } from '../../../web/client/room/room-snapshot.ts';
import { message, meta } from './builders.ts';

describe('countdown', () => {
  it('[P1] uses the server’s clock when the device is three minutes slow', () => {
    const now = Date.parse('2026-01-01T11:57:00.000Z');
    const offset = measureClockOffsetMs({ serverTime: '2026-01-01T12:00:00.000Z' }, now);
    expect(getRemainingMs({ expiresAt: '2026-01-01T12:10:00.000Z', offset, now })).toBe(600_000);
  });

  it('[P1] formats whole remaining seconds', () => {
    expect([600_000, 59_999, 1, 0].map(formatCountdown)).toEqual([
      '10:00',
      '00:59',
      '00:00',
      '00:00',
    ]);
  });
});

describe('presence', () => {
  const here = (presence: Presence): readonly (readonly [string, boolean, number])[] =>
    listMembers(presence).map(({ name, isTyping, connectionCount }) => [
      name,
      isTyping,
      connectionCount,
    ]);

  it('[P2] keeps a member with another connection', () => {
    const two = applyState(emptyPresence, { Ada: { metas: [meta('1'), meta('2')] } });
    expect(here(two)).toEqual([['Ada', false, 2]]);
    expect(here(applyDiff(two, { joins: {}, leaves: { Ada: { metas: [meta('1')] } } }))).toEqual([
      ['Ada', false, 1],
    ]);
  });

  it('[W12] applies an update as one diff: the new meta joins, the old one leaves', () => {
    const before = applyState(emptyPresence, { Ada: { metas: [meta('1')] } });
    const after = applyDiff(before, {
      joins: { Ada: { metas: [meta('2', { phx_ref_prev: '1', typing: true })] } },
      leaves: { Ada: { metas: [meta('1')] } },
    });
    expect(here(after)).toEqual([['Ada', true, 1]]);
  });

  it('[P2] accepts any name', () => {
    const metas = JSON.stringify([meta('1', { username: '__proto__' })]);
    const diff: unknown = JSON.parse(`{"__proto__": {"metas": ${metas}}}`);
    expect(here(applyDiff(emptyPresence, { joins: diff as PresenceState, leaves: {} }))).toEqual([
      ['__proto__', false, 1],
    ]);
  });

  it('[K8] shows no ghost when a leave arrives before its join or an older state', () => {
    const left = applyDiff(emptyPresence, { joins: {}, leaves: { Ada: { metas: [meta('1')] } } });
    expect(here(applyDiff(left, { joins: { Ada: { metas: [meta('1')] } }, leaves: {} }))).toEqual(
      [],
    );
    expect(
      here(applyState(left, { Ada: { metas: [meta('1')] }, Bo: { metas: [meta('2')] } })),
    ).toEqual([['Bo', false, 1]]);
  });

  it('[K8] replaces everyone with a new state, and knows members’ ids', () => {
    const before = applyState(emptyPresence, { Ada: { metas: [meta('1')] } });
    expect(
      listMembers(applyState(before, { Bo: { metas: [meta('2', { member: 'm-bo' })] } })),
    ).toEqual([{ name: 'Bo', id: 'm-bo', isTyping: false, connectionCount: 1, isBot: false }]);
  });
});

describe('token', () => {
  it('reads a watcher’s scope, and none from nonsense', () => {
    const token = `e30.${Buffer.from('{"scope":"receive"}').toString('base64url')}.x`;
    expect([...readScopes(token)]).toEqual(['receive']);
    expect([...readScopes('cut short')]).toEqual([]);
  });
});

describe('problems', () => {
  it('[H2] parses a reply’s response and a problem document alike', () => {
    expect(parseProblem({ reason: 'locked', message: 'No.' })).toMatchObject({
      reason: 'locked',
      message: 'No.',
    });
    expect(
      parseProblem({ reason: 'rate_limited', detail: 'Slowly.', retry_after: 2 }),
    ).toMatchObject({ message: 'Slowly.', retryAfter: 2 });
    expect(parseProblem('<html>').reason).toBe('unavailable');
  });
});

describe('backoff', () => {
  it('[K9] stays below a ceiling that doubles up to five seconds', () => {
    expect([1, 2, 3, 20].map((tries) => computeBackoffMs(tries, 1))).toEqual([
      500, 1_000, 2_000, 5_000,
    ]);
    expect(computeBackoffMs(20, 0)).toBe(0);
  });
});

describe('items', () => {
  const getFilterReceipt = () => null;
  const me = { id: 'm-ada', name: 'Ada' };
  const outgoing = (cid: string, seq: number | null) => ({
    cid,
    body: cid,
    to: null,
    toName: null,
    state: seq === null ? ('pending' as const) : ('sent' as const),
    seq,
    at: '',
    problem: null,
  });

  it('sorts accepted messages by seq and pending ones last', () => {
    const timeline = catchUp(emptyTimeline, {
      epoch: 'e1',
      head: 3,
      messages: [message(1), message(3, { member: 'm-bo' })],
      resumed: false,
    });
    const items = buildItems({
      timeline,
      outgoing: [outgoing('mine', 2), outgoing('later', null)],
      me,
      getFilterReceipt,
    });
    expect(items.map(({ cid }) => cid)).toEqual(['cid-1', 'mine', 'cid-3', 'later']);
  });

  it('[P3] keeps an own message’s key, and another member’s with the same cid apart', () => {
    const timeline = catchUp(emptyTimeline, {
      epoch: 'e1',
      head: 2,
      messages: [message(1, { cid: 'x' }), message(2, { cid: 'x', member: 'm-bo' })],
      resumed: false,
    });
    const [own, other] = buildItems({ timeline, outgoing: [], me, getFilterReceipt });
    expect(own?.key).toBe(
      buildItems({
        timeline: emptyTimeline,
        outgoing: [outgoing('x', null)],
        me,
        getFilterReceipt,
      })[0]?.key,
    );
    expect(other?.isOwn).toBe(false);
    expect(other?.key).not.toBe(own?.key);
  });
});
