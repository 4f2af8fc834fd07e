// What is different where the screens of a room stand in somebody else's page (web/embed): it is
// their document, whose title, focus and storages are not ours. On the page itself there is no
// guest.

import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CloseReason, OutboxStore, Reason, Receipt, Room as Client } from '../client/index.ts';

export interface EmbedHost {
  /** Where the room is. */
  readonly origin: string;
  readonly store: OutboxStore;
  /** What the screens have to stand in. */
  readonly box: HTMLElement;
  /** Whether whoever sits before it is busy here, not elsewhere in the page. */
  readonly canMoveFocus: () => boolean;
  readonly onClient: (client: Client) => void;
  /** `message`: what is shown. */
  readonly onRefused: (problem: { readonly reason: Reason; readonly message: string }) => void;
  readonly onEnded: (end: {
    readonly reason: CloseReason;
    readonly receipt: Receipt | null;
  }) => void;
}

export const EmbedHostContext = createContext<EmbedHost | null>(null);

export const useEmbedHost = (): EmbedHost | null => useContext(EmbedHostContext);

/** The page around has its own main part and its own first heading. */
export const mainTag = (host: EmbedHost | null): 'main' | 'div' => (host === null ? 'main' : 'div');
export const headingLevel = (host: EmbedHost | null): { readonly 'aria-level'?: number } =>
  host === null ? {} : { 'aria-level': 2 };
