// The unsent text of a room, kept in this tab until the room ends. A reload loses no word.

import { tabStorage } from '../storage.ts';

export interface Draft {
  readonly text: string;
  /** The recipient's name; null for everybody. */
  readonly to: string | null;
}

export function loadDraft(room: string): Draft {
  const { text, to } = tabStorage.getObject<Draft>(storageKey(room)) ?? {};
  return { text: typeof text === 'string' ? text : '', to: typeof to === 'string' ? to : null };
}

export function saveDraft(room: string, { text, to }: Draft): void {
  if (text === '' && to === null) clearDraft(room);
  else tabStorage.set(storageKey(room), JSON.stringify({ text, to }));
}

export function clearDraft(room: string): void {
  tabStorage.remove(storageKey(room));
}

const storageKey = (room: string): string => `draft:${room}`;
