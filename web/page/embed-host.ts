// What is different where the screens of a room stand in somebody else's page (web/embed): it is
// their document, whose title, focus and storages are not ours. On the page itself there is no
// guest.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CloseReason, QueueStore, Reason, Receipt, Room as Client } from '../client/index.ts';

export interface Guest {
  /** Where the room is. */
  readonly origin: string;
  readonly store: QueueStore;
  /** What the screens have to stand in. */
  readonly box: HTMLElement;
  /** Whether whoever sits before it is busy here, not elsewhere in the page. */
  readonly mayFocus: () => boolean;
  readonly onClient: (client: Client) => void;
  /** `message`: what is shown. */
  readonly onRefused: (problem: { readonly reason: Reason; readonly message: string }) => void;
  readonly onEnded: (end: {
    readonly reason: CloseReason;
    readonly receipt: Receipt | null;
  }) => void;
}

export const GuestContext = createContext<Guest | null>(null);

export const useGuest = (): Guest | null => useContext(GuestContext);

/** The page around has its own main part and its own first heading. */
export const mainOf = (guest: Guest | null): 'main' | 'div' => (guest === null ? 'main' : 'div');
export const titleLevel = (guest: Guest | null): { readonly 'aria-level'?: number } =>
  guest === null ? {} : { 'aria-level': 2 };
