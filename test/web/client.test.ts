// The small pure parts of the client: the countdown, presence, scopes, problems, and what is drawn.

import { describe, expect, it } from 'vitest';
import { problemFrom } from '../../web/client/api.ts';
import { backoff } from '../../web/client/backoff.ts';
import { minutesAndSeconds, offsetOf, remaining } from '../../web/client/countdown.ts';
import { applyDiff, nobody, presenceFrom, present } from '../../web/client/presence.ts';
import { catchUp, emptyTimeline } from '../../web/client/timeline.ts';
import { scopesOf } from '../../web/client/token.ts';
import { itemsOf } from '../../web/client/view.ts';
import { message, meta } from './builders.ts';

describe('countdown', () => {
  it('[P1] goes by the server’s clock when the device is three minutes slow', () => {
    const now = Date.parse('2026-01-01T11:57:00.000Z');
    const offset = offsetOf({ serverTime: '2026-01-01T12:00:00.000Z' }, now);
    expect(remaining({ expiresAt: '2026-01-01T12:10:00.000Z', offset, now })).toBe(600_000);
  });

  it('[P1] shows the whole seconds that are left', () => {
    expect([600_000, 59_999, 1, 0].map(minutesAndSeconds)).toEqual(['10:00', '00:59', '00:00', '00:00']);
  });
});

describe('presence', () => {
  it('[P2] keeps a member who has another connection left', () => {
    const two = presenceFrom({ Ada: { metas: [meta('1'), meta('2')] } });
    expect(present(applyDiff(two, { joins: {}, leaves: { Ada: { metas: [meta('1')] } } }))).toEqual([{ name: 'Ada', typing: false }]);
  });

  it('[W12] takes an update as one diff: the new meta joins, the old one leaves', () => {
    const before = presenceFrom({ Ada: { metas: [meta('1')] } });
    const after = applyDiff(before, { joins: { Ada: { metas: [meta('2', { phx_ref_prev: '1', typing: true })] } }, leaves: { Ada: { metas: [meta('1')] } } });
    expect(present(after)).toEqual([{ name: 'Ada', typing: true }]);
  });

  it('[P2] bears any name', () => {
    const diff: unknown = JSON.parse('{"__proto__": {"metas": [{"phx_ref": "1", "username": "__proto__", "typing": false, "online_at": "2026"}]}}');
    const joins = diff as Parameters<typeof presenceFrom>[0];
    expect(present(applyDiff(nobody, { joins, leaves: {} }))).toEqual([{ name: '__proto__', typing: false }]);
  });
});

describe('token', () => {
  it('tells a watcher by the scope, and takes nonsense for no scope', () => {
    const token = `e30.${Buffer.from('{"scope":"receive"}').toString('base64url')}.x`;
    expect([...scopesOf(token)]).toEqual(['receive']);
    expect([...scopesOf('cut short')]).toEqual([]);
  });
});

describe('problems', () => {
  it('[H2] reads a reply’s response and a problem document alike', () => {
    expect(problemFrom({ reason: 'locked', message: 'No.' })).toMatchObject({ reason: 'locked', message: 'No.' });
    expect(problemFrom({ reason: 'rate_limited', detail: 'Slowly.', retry_after: 2 })).toMatchObject({ message: 'Slowly.', retryAfter: 2 });
    expect(problemFrom('<html>').reason).toBe('unavailable');
  });
});

describe('backoff', () => {
  it('doubles up to ten seconds, spread by chance', () => {
    expect([1, 2, 3, 20].map((tries) => backoff(tries, 1))).toEqual([250, 500, 1_000, 10_000]);
    expect(backoff(20, 0)).toBe(2_500);
  });
});

describe('items', () => {
  const me = { id: 'm-ada', name: 'Ada' };
  const outgoing = (cid: string, seq: number | null) => ({ cid, body: cid, state: seq === null ? 'pending' as const : 'sent' as const, seq, at: '', problem: null });

  it('puts what is accepted where it will stand, and what waits last', () => {
    const timeline = catchUp(emptyTimeline, { epoch: 'e1', head: 3, messages: [message(1), message(3, { member: 'm-bo' })], resumed: false });
    const items = itemsOf({ timeline, outgoing: [outgoing('mine', 2), outgoing('later', null)], me });
    expect(items.map(({ cid }) => cid)).toEqual(['cid-1', 'mine', 'cid-3', 'later']);
  });

  it('[P3] keeps the key of an own message from pending to received, and gives none of it to another member with the same cid', () => {
    const timeline = catchUp(emptyTimeline, { epoch: 'e1', head: 2, messages: [message(1, { cid: 'x' }), message(2, { cid: 'x', member: 'm-bo' })], resumed: false });
    const [own, other] = itemsOf({ timeline, outgoing: [], me });
    expect(own?.key).toBe(itemsOf({ timeline: emptyTimeline, outgoing: [outgoing('x', null)], me })[0]?.key);
    expect(other?.own).toBe(false);
    expect(other?.key).not.toBe(own?.key);
  });
});
