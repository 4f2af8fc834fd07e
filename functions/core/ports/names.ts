// The port to names: which member has which name in one incarnation of a room.
// The core prepares a name into its `key`, so look-alikes share one. A member holds one name; it
// claims another before it assigns it to itself and releases the former.

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

/** The one name of a member. */
export interface HeldName {
  readonly key: string;
  /** As it is shown. */
  readonly name: string;
}

export interface AssignNameInput extends HeldName {
  readonly room: Room;
  readonly member: MemberId;
  /** The name that this one replaces. Undefined: the member has none. */
  readonly replacing?: HeldName;
}

export interface FindNameInput {
  readonly room: RoomId;
  readonly epoch: string;
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

  /**
   * Makes a name, which the member has claimed, its one name. Changes nothing if the member has a
   * name other than `replacing`. Returns the name that it has afterwards.
   * @example
   * const held = await names.assign({ room, member, key: 'ann', name: 'Ann' });
   * if (held.key !== 'ann') await names.release({ ...place, key: 'ann', member });
   */
  assign(input: AssignNameInput): Promise<HeldName>;

  /** Returns the name that was assigned to a member. */
  findName(input: FindNameInput): Promise<HeldName | undefined>;

  /** Releases a name if this member holds it. It is then no longer the member's one name. */
  release(input: ReleaseNameInput): Promise<void>;

  /** Returns the member who holds a name. */
  findHolder(input: FindNameHolderInput): Promise<MemberId | undefined>;
}
