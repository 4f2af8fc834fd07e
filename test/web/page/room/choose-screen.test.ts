// The screen that each state of a visit shows.

import { describe, expect, it } from 'vitest';
import type { Problem, RoomSnapshot, RoomView } from '../../../../web/client/index.ts';
import { chooseScreen, type VisitState } from '../../../../web/page/room/choose-screen.ts';

const room: RoomView = {
  id: 'room',
  title: 'Tea',
  state: 'open',
  createdAt: '2026-01-01T12:00:00.000Z',
  expiresAt: '2026-01-01T12:10:00.000Z',
  serverTime: '2026-01-01T12:00:00.000Z',
  capacity: 200,
  slow: 0,
  members: 1,
  watchers: 0,
};
const known = { room, clockOffsetMs: 0 };
const locked = { ...known, room: { ...room, state: 'locked' as const } };
const problem = (reason: Problem['reason']): Problem => ({
  ok: false,
  reason,
  message: '',
  retryAfter: null,
});
const snapshot = (status: RoomSnapshot['status'], session: string | null = null) => ({
  status,
  session,
});
const refused = (reason: Problem['reason']) =>
  snapshot({ kind: 'refused', problem: problem(reason) });
const ended = (reason: 'expired' | 'closed' | 'kicked' | 'left' | 'replaced') =>
  snapshot({ kind: 'ended', reason, receipt: null });

/** A visitor with a valid link to an open room, before the join. */
const visitor: VisitState = {
  visit: { token: 'token' },
  canModerate: false,
  end: null,
  isTimeUp: false,
  preview: { problem: null, isUnreachable: false },
  known,
  snapshot: null,
};
const choose = (change: Partial<VisitState>) => chooseScreen({ ...visitor, ...change });

type Case = readonly [state: string, change: Partial<VisitState>, expected: string];

const cases: readonly Case[] = [
  ['a visitor before the join', {}, 'join'],
  ['a first join under way', { snapshot: snapshot({ kind: 'connecting' }, 'new') }, 'join'],
  ['a taken name', { snapshot: refused('name_taken') }, 'join'],
  ['an invalid name', { snapshot: refused('name_invalid') }, 'join'],
  ['a member who left', { snapshot: ended('left') }, 'join'],
  ['a joined member', { snapshot: snapshot({ kind: 'joined' }) }, 'room'],
  ['a member without connection', { snapshot: snapshot({ kind: 'reconnecting' }) }, 'room'],
  [
    'a returning member before the connection',
    {
      visit: { token: 'token', session: 'own' },
      snapshot: snapshot({ kind: 'connecting' }, 'own'),
    },
    'room',
  ],
  [
    'a member whose room is not known yet',
    { known: null, snapshot: snapshot({ kind: 'joined' }) },
    'join',
  ],
  ['no link', { visit: {} }, 'refused not_found visit'],
  [
    'a dead link',
    { preview: { problem: problem('unauthorized'), isUnreachable: false } },
    'refused unauthorized visit',
  ],
  ['a full room', { snapshot: refused('room_full') }, 'refused room_full visit'],
  ['a locked room', { known: locked }, 'refused locked visit'],
  ['a locked room for its owner', { known: locked, canModerate: true }, 'join'],
  [
    'a locked room for a returning member',
    { known: locked, visit: { token: 'token', session: 'own' } },
    'join',
  ],
  ['a kicked member', { snapshot: ended('kicked') }, 'refused kicked visit'],
  ['a kicked member after a reload', { visit: { wasKicked: true } }, 'refused kicked visit'],
  [
    'a kicked member who returns',
    { snapshot: { ...refused('kicked'), session: 'own' } },
    'refused kicked visit',
  ],
  ['the name of a kicked member', { snapshot: refused('kicked') }, 'join'],
  ['a member replaced by another tab', { snapshot: ended('replaced') }, 'refused conflict visit'],
  [
    'a server without an answer',
    { known: null, preview: { problem: null, isUnreachable: true } },
    'refused unavailable preview',
  ],
  [
    'a server without an answer, for a room known from before',
    { preview: { problem: null, isUnreachable: true } },
    'join',
  ],
  ['a room whose time is up', { isTimeUp: true }, 'ended expired'],
  ['an expired room', { snapshot: ended('expired') }, 'ended expired'],
  ['a closed room', { snapshot: ended('closed') }, 'ended closed'],
  [
    'a recorded end before anything else',
    { end: { reason: 'closed', receipt: null }, isTimeUp: true, snapshot: refused('locked') },
    'ended closed',
  ],
];

describe('the screen of a visit', () => {
  it.each(cases)('[P34] is right for %s', (_state, change, expected) => {
    const choice = choose(change);
    const details = [
      ...('reason' in choice ? [choice.reason] : []),
      ...('retry' in choice ? [choice.retry] : []),
    ];
    expect([choice.screen, ...details].join(' ')).toBe(expected);
  });

  it('[P37] includes the receipt of an ended room', () => {
    const receipt = {
      accepted: 3,
      delivered: 6,
      filtered: 0,
      deleted: { messages: 3, names: 2, connections: 2 },
    };
    const status = { kind: 'ended', reason: 'closed', receipt } as const;
    expect(choose({ snapshot: snapshot(status) })).toEqual({
      screen: 'ended',
      reason: 'closed',
      receipt,
    });
  });
});
