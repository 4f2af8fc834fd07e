// The faults of a plan. Counts each fault that strikes and writes it into the history.

import type { CallFault, EventFault, Fault } from './plan.ts';
import type { HistoryEvent } from './history.ts';

/** A fault that nothing came along for is dropped after this many milliseconds. */
const maxWait = 8_000;

interface StruckCall {
  readonly kind: CallFault;
  /** Before the call has its effect, or after. */
  readonly early: boolean;
  readonly lasts: number;
}

export interface Faults {
  /** The fault that strikes this call, if any. */
  strikeCall(where: string): StruckCall | undefined;
  /**
   * How long the fault of this kind lasts that strikes now, or something that was to happen in
   * `ahead` milliseconds; if one waits.
   */
  strikeEvent(kind: EventFault, ahead?: number): number | undefined;
  /** Writes down a fault that lasts for so many milliseconds from now on. */
  setBounded(kind: string, lasts: number): void;
  /** Milliseconds for which a fault keeps its effect. */
  prolong(lasts: number): void;
  /** Until when all faults that struck so far last. */
  until(): number;
  readonly counts: ReadonlyMap<string, number>;
}

export function armFaults({
  faults,
  now,
  events,
}: {
  readonly faults: readonly Fault[];
  readonly now: () => number;
  readonly events: HistoryEvent[];
}): Faults {
  const calls = faults.filter(isCallFault);
  const others = faults.filter((fault) => !isCallFault(fault));
  const counts = new Map<string, number>();
  let lastUntil = 0;

  const write = (kind: string, lasts: number): void => {
    const at = now();
    lastUntil = Math.max(lastUntil, at + lasts);
    events.push({ type: 'fault', at, kind, until: at + lasts });
  };
  const setBounded = (kind: string, lasts: number): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    write(kind, lasts);
  };

  /**
   * The first that is due and fits is taken out; those that have waited too long go too. Both lists
   * are in the order of time.
   */
  function take<One extends Fault>(waiting: One[], fits: (fault: One) => boolean): One | undefined {
    const time = now();
    for (let index = 0; index < waiting.length; index += 1) {
      const fault = waiting[index];
      if (fault === undefined || fault.at > time) return undefined;
      const isStale = time - fault.at > maxWait;
      if (!isStale && !fits(fault)) continue;
      waiting.splice(index, 1);
      if (!isStale) return fault;
      index -= 1;
    }
    return undefined;
  }

  return {
    strikeCall: (where) => {
      const first = calls[0];
      if (first === undefined || first.at > now()) return undefined;
      const fault = take(calls, (one) => one.where === undefined || one.where === where);
      if (fault === undefined) return undefined;
      setBounded(`${fault.kind}, ${where}`, fault.kind === 'stall' ? fault.lasts : 0);
      return fault;
    },
    strikeEvent: (kind, ahead = 0) => {
      const fault = take(others, (one) => one.kind === kind);
      if (fault === undefined) return undefined;
      setBounded(kind, kind.endsWith('late') ? ahead + fault.lasts : 0);
      return fault.lasts;
    },
    setBounded,
    prolong: (lasts) => {
      write('aftermath', lasts);
    },
    until: () => lastUntil,
    counts,
  };
}

const isCallFault = (fault: Fault): fault is Extract<Fault, { kind: CallFault }> =>
  'where' in fault;
