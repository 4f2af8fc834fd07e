// Attacks a running deployment, harmlessly: in two rooms of its own, with a few hundred small
// frames and some hundred requests.

import { createAttacker } from './attacker.ts';
import { checks } from './checks.ts';
import { Hole, openStage } from './stage.ts';

export interface Verdict {
  readonly title: string;
  /** Undefined: it holds. */
  readonly problem: string | undefined;
  /** Whether the rule was broken. Otherwise its check could not run. */
  readonly isHole: boolean;
}

export interface VerifyOptions {
  readonly origin: string;
  readonly word: string;
  /** Called after each check. */
  readonly onVerdict?: (verdict: Verdict) => void;
}

/** @throws If the server cannot be reached, or makes no room. */
export async function verify({
  origin,
  word,
  onVerdict = () => undefined,
}: VerifyOptions): Promise<readonly Verdict[]> {
  const attacker = createAttacker(origin);
  const options = { seconds: 300, title: 'verify' };
  const stage = await openStage(attacker, options);
  const other = await openStage(attacker, options);
  const verdicts: Verdict[] = [];
  for (const { title, run } of checks) {
    const verdict = await run({ attacker, origin, stage, other, word }).then(
      (): Verdict => ({ title, problem: undefined, isHole: false }),
      (error: unknown): Verdict => ({
        title,
        problem: error instanceof Error ? error.message : String(error),
        isHole: error instanceof Hole,
      }),
    );
    verdicts.push(verdict);
    onVerdict(verdict);
  }
  return verdicts;
}
