// Decides which screen of a room to show: a pure function of the whole state.

import type { Problem, Reason, RoomEnd, RoomPreview, RoomSnapshot } from '../../client/index.ts';
import type { PreviewState } from './use-room-preview.ts';
import type { Visit } from './visit-store.ts';

/** The end of a room for everyone, not of one member's visit. */
export interface FinalEnd extends RoomEnd {
  readonly reason: 'expired' | 'closed';
}

export interface VisitState {
  readonly visit: Pick<Visit, 'token' | 'session' | 'wasKicked'>;
  /** True if the link is an owner's. */
  readonly canModerate: boolean;
  /** The end that this visit has recorded. */
  readonly end: FinalEnd | null;
  /** True if the room's time is up by this device's clock. */
  readonly isTimeUp: boolean;
  readonly preview: Pick<PreviewState, 'problem' | 'isUnreachable'>;
  readonly known: RoomPreview | null;
  /** Null before the first join. */
  readonly snapshot: Pick<RoomSnapshot, 'status' | 'session'> | null;
}

export type ScreenChoice =
  | ({ readonly screen: 'ended' } & FinalEnd)
  /** `retry`: what a retry repeats. */
  | {
      readonly screen: 'refused';
      readonly reason: Reason;
      readonly retry: 'visit' | 'preview';
    }
  | { readonly screen: 'room' }
  | { readonly screen: 'join' };

/**
 * Returns the screen to show. An end comes before a refusal, and both before the room: its messages
 * may be gone.
 */
export function chooseScreen(state: VisitState): ScreenChoice {
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
export function findRoomEnd(status: RoomSnapshot['status']): FinalEnd | null {
  if (status.kind !== 'ended') return null;
  const { reason, receipt } = status;
  return reason === 'expired' || reason === 'closed' ? { reason, receipt } : null;
}

/** Returns why the user cannot join. The page records an expired room as its end instead. */
function findRefusal(state: VisitState): Reason | null {
  if (state.visit.wasKicked === true) return 'kicked';
  if (state.visit.token === undefined) return 'not_found';

  const joinProblem = findNameProblem(state) === null ? findJoinProblem(state) : null;
  // Only the join knows whether a member may return with a link that was replaced.
  const previewProblem = state.visit.session === undefined ? state.preview.problem : null;
  const reason = previewProblem?.reason ?? joinProblem?.reason ?? null;
  if (reason !== null) return reason === 'expired' ? null : reason;
  return isLockedOut(state) ? 'locked' : null;
}

/** Returns why a member is no longer inside. */
function findDisconnect({ snapshot }: Pick<VisitState, 'snapshot'>): Reason | null {
  if (snapshot?.status.kind !== 'ended' || snapshot.status.reason === 'left') return null;
  if (snapshot.status.reason === 'token_expired') return 'unauthorized';
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

function findJoinProblem({ snapshot }: Pick<VisitState, 'snapshot'>): Problem | null {
  return snapshot?.status.kind === 'refused' ? snapshot.status.problem : null;
}

/** A refused name is no reason to leave the join screen. */
export function findNameProblem(state: Pick<VisitState, 'snapshot'>): Problem | null {
  const { snapshot } = state;
  if (snapshot?.status.kind !== 'refused') return null;
  const { problem } = snapshot.status;
  switch (problem.reason) {
    case 'name_taken':
    case 'name_invalid':
      return problem;
    case 'kicked':
      // Without a session, only the name can be that of a removed member.
      return snapshot.session === null ? problem : null;
    default:
      return null;
  }
}

/** Whether the owner has removed this member, by what this visit has seen. */
export const isKicked = (state: Pick<VisitState, 'snapshot'>): boolean =>
  findDisconnect(state) === 'kicked' ||
  (findJoinProblem(state)?.reason === 'kicked' && findNameProblem(state) === null);
