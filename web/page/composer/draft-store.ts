// What was being written, kept for this tab until the room ends, so that a reload loses no word.

import { tabStorage } from '../storage.ts';

export interface Draft {
  readonly text: string;
  /** The one it is for. */
  readonly to: string | null;
}

const empty: Draft = { text: '', to: null };
const keyOf = (room: string): string => `draft:${room}`;

export function loadDraft(room: string): Draft {
  try {
    const { text, to }: Partial<Draft> = JSON.parse(
      tabStorage()?.getItem(keyOf(room)) ?? '{}',
    ) as Partial<Draft>;
    return { text: typeof text === 'string' ? text : '', to: typeof to === 'string' ? to : null };
  } catch {
    return empty;
  }
}

export function saveDraft(room: string, { text, to }: Draft): void {
  try {
    if (text === '' && to === null) tabStorage()?.removeItem(keyOf(room));
    else tabStorage()?.setItem(keyOf(room), JSON.stringify({ text, to }));
  } catch {
    // Storage may be forbidden: then a draft lasts as long as the page.
  }
}

export const clearDraft = (room: string): void => {
  saveDraft(room, empty);
};
