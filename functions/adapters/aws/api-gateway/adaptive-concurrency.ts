// Limits how many posts run in parallel. The limit grows while answers are fast and halves when API
// Gateway refuses or slows down (AIMD). All connections and functions of the account share 10,000
// requests a second, and nothing reports how many are left.

export interface Pace {
  /** Undefined: start immediately. */
  enter(): Promise<void> | undefined;
  leave(outcome: 'ok' | 'refused', milliseconds: number): void;
  /** @internal */
  readonly allowed: number;
}

interface PaceOptions {
  readonly min?: number;
  readonly max?: number;
  readonly now?: () => number;
}

/** Posts that were sent before a step back say nothing of its effect: no second one sooner. */
const restMilliseconds = 100;
/**
 * An answer is slow if it takes so many times as long as usual, and longer than a pause for garbage
 * may.
 */
const slowTimes = 8;
const slowMilliseconds = 250;
/**
 * Slowness may as well be our own, and is no reason to go slower still: only a refusal takes it
 * below this.
 */
const minSlow = 32;

export function pace({
  min = 4,
  max = 256,
  now = () => performance.now(),
}: PaceOptions = {}): Pace {
  let allowed = 64;
  let underWay = 0;
  let usual: number | undefined;
  let steppedBackAt = -Infinity;
  const waiting: (() => void)[] = [];

  return {
    get allowed() {
      return allowed;
    },
    enter() {
      if (underWay < allowed) {
        underWay += 1;
        return undefined;
      }
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    leave(outcome, milliseconds) {
      const slow =
        usual !== undefined && milliseconds > slowMilliseconds && milliseconds > usual * slowTimes;
      if (outcome === 'refused' || slow) {
        const at = now();
        if (at - steppedBackAt >= restMilliseconds) {
          steppedBackAt = at;
          allowed = Math.max(
            outcome === 'refused' ? min : Math.min(allowed, minSlow),
            allowed / 2,
          );
        }
      } else {
        usual = usual === undefined ? milliseconds : usual + (milliseconds - usual) / 64;
        // One more for each full round of answers.
        allowed = Math.min(max, allowed + 1 / allowed);
      }
      underWay -= 1;
      // A waiting post takes over the place.
      while (underWay < Math.floor(allowed)) {
        const next = waiting.shift();
        if (next === undefined) break;
        underWay += 1;
        next();
      }
    },
  };
}
