// Decides which screen of a room to show: a pure function of the whole state.

import type { Problem, Reason, Receipt, RoomSnapshot } from '../../client/index.ts';
import type { RoomPreview } from './use-room-preview.ts';
import type { KnownRoom, Visit } from './visit-store.ts';

/** How a room ended. */
export interface RoomEnd {
  readonly reason: 'expired' | 'closed';
  /** Null until the server sends one, or if it does not. */
  readonly receipt: Receipt | null;
}

export interface VisitState {
  readonly visit: Pick<Visit, 'token' | 'session'>;
  /** True if the link is an owner's. */
  readonly canModerate: boolean;
  /** The end that this visit has recorded. */
  readonly end: RoomEnd | null;
  /** True if the room's time is up by this device's clock. */
  readonly isTimeUp: boolean;
  readonly preview: Pick<RoomPreview, 'problem' | 'isUnreachable'>;
  readonly known: KnownRoom | null;
  /** Null before the first join. */
  readonly snapshot: Pick<RoomSnapshot, 'status' | 'session'> | null;
}

export type ScreenChoice =
  | ({ readonly screen: 'ended' } & RoomEnd)
  /** `retry`: what a retry repeats. */
  | {
      readonly screen: 'refused';
      readonly reason: Reason;
      readonly retry: 'visit' | 'preview';
    }
  | { readonly screen: 'room' }
  | { readonly screen: 'join' };

export function screenFor(state: VisitState): ScreenChoice {
  const { snapshot, preview, known } = state;

  const end = state.end ?? (snapshot === null ? null : findRoomEnd(snapshot.status));
  if (end !== null) return { screen: 'ended', ...end };
  if (state.isTimeUp) return { screen: 'ended', reason: 'expired', receipt: null };

  const reason = findRefusal(state) ?? findDisconnect(state);
  if (reason !== null) return { screen: 'refused', reason, retry: 'visit' };

  if (known !== null && isInside(state)) return { screen: 'room' };

  if (preview.isUnreachable && known === null) {
    return { screen: 'refused', reason: 'unavailable', retry: 'preview' };
  }
  return { screen: 'join' };
}

/** Returns how the room ended; null while it lasts, or if only this member is out. */
export function findRoomEnd(status: RoomSnapshot['status']): RoomEnd | null {
  if (status.kind !== 'ended') return null;
  const { reason, receipt } = status;
  return reason === 'expired' || reason === 'closed' ? { reason, receipt } : null;
}

/** Returns why the user cannot join. The page records an expired room as its end instead. */
function findRefusal(state: VisitState): Reason | null {
  if (state.visit.token === undefined) return 'not_found';

  const joinProblem = findNameProblem(state) === null ? findJoinProblem(state) : null;
  const reason = state.preview.problem?.reason ?? joinProblem?.reason ?? null;
  if (reason !== null) return reason === 'expired' ? null : reason;
  return isLockedOut(state) ? 'locked' : null;
}

/** Returns why a member is no longer inside. */
function findDisconnect({ snapshot }: VisitState): Reason | null {
  if (snapshot?.status.kind !== 'ended' || snapshot.status.reason === 'left') return null;
  return snapshot.status.reason === 'kicked' ? 'kicked' : 'conflict';
}

/** A locked room lets its owners and members back in, but nobody new. */
const isLockedOut = ({ visit, canModerate, snapshot, known }: VisitState): boolean =>
  snapshot === null &&
  visit.session === undefined &&
  !canModerate &&
  known?.room.state === 'locked';

/** A returning member sees the room and the unsent messages even before there is a network. */
function isInside({ visit, snapshot }: VisitState): boolean {
  switch (snapshot?.status.kind) {
    case 'joined':
    case 'reconnecting':
      return true;
    case 'connecting':
      return snapshot.session === visit.session;
    default:
      return false;
  }
}

function findJoinProblem({ snapshot }: VisitState): Problem | null {
  return snapshot?.status.kind === 'refused' ? snapshot.status.problem : null;
}

/** A refused name is no reason to leave the join screen. */
export function findNameProblem(state: Pick<VisitState, 'snapshot'>): Problem | null {
  const { snapshot } = state;
  if (snapshot?.status.kind !== 'refused') return null;
  const { problem } = snapshot.status;
  return problem.reason === 'name_taken' || problem.reason === 'name_invalid' ? problem : null;
}
