// The faults of a plan. Counts each fault that strikes and writes it into the history.

import type { CallFault, EventFault, Fault } from './plan.ts';
import type { HistoryEvent } from './history.ts';

/** A fault that finds nothing to strike is dropped after this many milliseconds. */
const maxWait = 8_000;

interface StruckCall {
  readonly kind: CallFault;
  /** Whether the fault strikes before the call's effect, or after. */
  readonly early: boolean;
  readonly lasts: number;
}

export interface Faults {
  /** Returns the fault that strikes this call, if any. */
  strikeCall(where: string): StruckCall | undefined;
  /**
   * Returns the duration of a due fault of this kind, if there is one. It strikes now, or an event
   * due in `ahead` milliseconds.
   */
  strikeEvent(kind: EventFault, ahead?: number): number | undefined;
  /** Records a fault that lasts this many milliseconds from now on. */
  record(kind: string, lasts: number): void;
  /** Records that a fault's effect lasts this many milliseconds longer. */
  prolong(lasts: number): void;
  /** The time until which all faults so far last. */
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
  const recordStrike = (kind: string, lasts: number): void => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    write(kind, lasts);
  };

  /**
   * Removes and returns the first fault that is due and fits. Also removes those that have waited
   * too long. Both lists are in order of time.
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
      recordStrike(`${fault.kind}, ${where}`, fault.kind === 'stall' ? fault.lasts : 0);
      return fault;
    },
    strikeEvent: (kind, ahead = 0) => {
      const fault = take(others, (one) => one.kind === kind);
      if (fault === undefined) return undefined;
      recordStrike(kind, kind.endsWith('late') ? ahead + fault.lasts : 0);
      return fault.lasts;
    },
    record: recordStrike,
    prolong: (lasts) => {
      write('aftermath', lasts);
    },
    until: () => lastUntil,
    counts,
  };
}

const isCallFault = (fault: Fault): fault is Extract<Fault, { kind: CallFault }> =>
  'where' in fault;
