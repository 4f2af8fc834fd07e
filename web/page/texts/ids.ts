// Made from en.ftl by `npm run texts`: every text of the page, and what it takes. Not edited by hand.

import type { TextArgument } from './catalog.ts';

interface Arguments {
  'page-title': [];
  'language-label': [];
  'language-automatic': [];
  'qr-label': [];
  'reason-unauthorized': [];
  'reason-expired': [];
  'reason-forbidden': [];
  'reason-name-taken': [];
  'reason-name-invalid': [{ count: TextArgument }];
  'reason-too-large': [{ count: TextArgument }];
  'reason-rate-limited': [];
  'reason-rate-limited-for': [{ wait: TextArgument }];
  'reason-room-full': [];
  'reason-locked': [];
  'reason-kicked': [];
  'reason-blocked': [];
  'reason-not-found': [];
  'reason-unavailable': [];
}

export type TextId = keyof Arguments;

/** What is given to `t` after the id. */
export type ArgumentsOf<Id extends TextId> = Arguments[Id];
