// Limits how many posts run in parallel. The limit grows while answers are fast and halves when API
// Gateway refuses or slows down (AIMD). All connections and functions of the account share 10,000
// requests a second, and nothing reports how many are left.

export interface Pace {
  /** Resolves when a post may start. Undefined: immediately. */
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

/**
 * The minimum time between two step-backs. Posts that were sent before a step-back do not show its
 * effect.
 */
const restMilliseconds = 100;
/**
 * A response is slow if it takes this many times the usual time, and longer than a pause for
 * garbage collection.
 */
const slowTimes = 8;
const slowMilliseconds = 250;
/**
 * Slow responses never lower the limit below this, because this process may be the slow one. Only
 * refusals lower it further.
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
          allowed = Math.max(outcome === 'refused' ? min : Math.min(allowed, minSlow), allowed / 2);
        }
      } else {
        usual = usual === undefined ? milliseconds : usual + (milliseconds - usual) / 64;
        // Adds one for each full round of responses.
        allowed = Math.min(max, allowed + 1 / allowed);
      }
      underWay -= 1;
      while (underWay < Math.floor(allowed)) {
        const next = waiting.shift();
        if (next === undefined) break;
        underWay += 1;
        next();
      }
    },
  };
}
