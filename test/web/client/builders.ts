// Messages and metas for the client's tests.

import type { Message, Meta } from '../../../functions/protocol/events.ts';

export const message = (seq: number, change: Partial<Message> = {}): Message => ({
  seq,
  epoch: 'e1',
  cid: `cid-${String(seq)}`,
  body: `message ${String(seq)}`,
  name: 'Ada',
  member: 'm-ada',
  channel: 'receive',
  at: '2026-01-01T12:00:00.000Z',
  ...change,
});

export const meta = (ref: string, change: Partial<Meta> = {}): Meta => ({
  phx_ref: ref,
  username: 'Ada',
  member: 'm-ada',
  typing: false,
  online_at: '2026-01-01T12:00:00.000Z',
  ...change,
});
