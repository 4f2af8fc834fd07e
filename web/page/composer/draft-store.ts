// The unsent text of a room, kept in this tab until the room ends. A reload loses no word.

import { tabStorage } from '../storage.ts';
import type { Recipient } from './recipient.ts';

export interface Draft {
  readonly text: string;
  /** Null for everybody. */
  readonly to: Recipient | null;
}

const noDraft: Draft = { text: '', to: null };

export function loadDraft(room: string): Draft {
  return readDraft(tabStorage.getObject<Draft>(storageKey(room)));
}

/**
 * Reads a stored draft. Drops one whose recipient is unreadable, so it cannot reach everybody.
 * @internal
 */
export function readDraft(stored: Partial<Draft> | null): Draft {
  if (stored === null) return noDraft;
  const { text, to } = stored;
  if (typeof text !== 'string') return noDraft;
  if (to === null || to === undefined) return { text, to: null };
  const { id, name } = to as Partial<Recipient>;
  return typeof id === 'string' && typeof name === 'string' ? { text, to: { id, name } } : noDraft;
}

export function saveDraft(room: string, { text, to }: Draft): void {
  if (text === '' && to === null) clearDraft(room);
  else tabStorage.set(storageKey(room), JSON.stringify({ text, to }));
}

export function clearDraft(room: string): void {
  tabStorage.remove(storageKey(room));
}

const storageKey = (room: string): string => `draft:${room}`;
