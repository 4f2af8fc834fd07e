// The port to names: which member has which name in one incarnation of a room.
// The core prepares a name into its `key`, so look-alikes share one.

import type { MemberId, Room, RoomId } from './records.ts';

export interface ClaimNameInput {
  readonly room: Room;
  readonly key: string;
  readonly member: MemberId;
  /** How many names may be claimed in the room. */
  readonly max: number;
  /** A member whose claim this one replaces, if it still exists. */
  readonly replacing?: MemberId;
}

export type ClaimNameResult = 'claimed' | 'full' | { readonly takenBy: MemberId };

export interface FindNameHolderInput {
  readonly room: RoomId;
  readonly epoch: string;
  readonly key: string;
}

export interface ReleaseNameInput extends FindNameHolderInput {
  readonly member: MemberId;
}

export interface Names {
  /**
   * Claims a name for a member until it is released or the room ends. A member may claim the same
   * name again. Returns `full` if `max` names are claimed.
   * @example
   * const claim = await names.claim({ room, key: 'ann', member, max: 1_000 });
   * if (claim === 'full') return refuse('room_full');
   * if (claim !== 'claimed' && claim.takenBy !== member) return refuse('name_taken');
   */
  claim(input: ClaimNameInput): Promise<ClaimNameResult>;

  /** Releases a name if this member holds it. */
  release(input: ReleaseNameInput): Promise<void>;

  /** Returns the member who holds a name. */
  findHolder(input: FindNameHolderInput): Promise<MemberId | undefined>;
}
