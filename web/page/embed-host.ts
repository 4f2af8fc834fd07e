// The differences while another page embeds the room's screens (web/embed). That page owns
// the document's title, the focus and the storage. On our own page there is no host.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { OutboxStore, Reason, Room, RoomEnd } from '../client/index.ts';

interface EmbedProblem {
  readonly reason: Reason;
  /** The text on screen. */
  readonly message: string;
}

export interface EmbedHost {
  /** The server of the room. */
  readonly origin: string;
  readonly store: OutboxStore;
  /** The element that contains the screens. */
  readonly box: HTMLElement;
  /** True while the user works in this element and not elsewhere in the page. */
  readonly canMoveFocus: () => boolean;
  readonly onClient: (client: Room) => void;
  readonly onRefused: (problem: EmbedProblem) => void;
  readonly onEnded: (end: RoomEnd) => void;
}

export const EmbedHostContext = createContext<EmbedHost | null>(null);

export const useEmbedHost = (): EmbedHost | null => useContext(EmbedHostContext);

/** The surrounding page has its own `main` and its own first heading. */
export const mainTag = (host: EmbedHost | null): 'main' | 'div' => (host === null ? 'main' : 'div');

export const headingLevel = (host: EmbedHost | null): { readonly 'aria-level'?: number } =>
  host === null ? {} : { 'aria-level': 2 };
