// This client's token, session and member. A join, rename or extension may replace them.

import type { MemberView } from '../../../functions/protocol/events.ts';
import { isLinkCode } from '../../../functions/protocol/link-code.ts';
import type { RoomSettings } from './room-options.ts';
import type { Timeline } from '../sync/message-timeline.ts';
import { readSessionMember } from '../token-claims.ts';

interface SessionUpdate {
  readonly member?: MemberView | null | undefined;
  readonly session?: string | null | undefined;
  readonly token?: string | undefined;
  readonly code?: string | undefined;
}

export class MemberSession {
  /** Null before the first join, and for a watcher. */
  member: MemberView | null;
  session: string | null;
  /** A token or a link code. A code is better: it is valid as long as the room. */
  token: string;
  readonly #username: string | undefined;
  /** Makes a repeated join the same member's, even if the first reply was lost. */
  readonly #claim: string;

  constructor({ username, session, token, random }: RoomSettings) {
    this.session = session;
    this.token = token;
    this.member = session === null ? null : readSessionMember(session);
    this.#username = username;
    this.#claim = random.createId();
  }

  /** Takes over what a reply or an event replaces, and keeps the rest. */
  update({ member, session, token, code }: SessionUpdate): void {
    this.member = member ?? this.member;
    this.session = session ?? this.session;
    if (code !== undefined) this.token = code;
    else if (token !== undefined && !isLinkCode(this.token)) this.token = token;
  }

  createJoinPayload({ epoch, settled }: Timeline): object {
    const username = this.member?.name ?? this.#username;
    return {
      ...(this.token === '' ? {} : { token: this.token }),
      ...(username === undefined ? {} : { username }),
      ...(this.session === null ? { claim: this.#claim } : { session: this.session }),
      ...(epoch === null ? {} : { last: { epoch, seq: settled } }),
      batch: true,
    };
  }
}
