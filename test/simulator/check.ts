// Decides whether a history keeps the promises G1 to G9 of SPEC.md (and R13, R16: presence and
// privacy). Pure: a history in, broken promises out, the earliest first. It knows nothing of how
// the history came about; history.ts says how to write one.

import { checkCalm, checkEnds, checkTexts } from './check-ends.ts';
import { checkOrder } from './check-order.ts';
import { checkPages, checkPresence, checkPrivacy, checkScreens } from './check-screens.ts';
import type { History, Violation } from './history.ts';
import { readHistory } from './ledger.ts';

/** Every broken promise of a history; none is what one hopes for. */
export function check(history: History): readonly Violation[] {
  const ledger = readHistory(history);
  const violations = [
    ...checkOrder(ledger),
    ...checkPages(ledger),
    ...checkScreens(ledger),
    ...checkPresence(ledger),
    ...checkPrivacy(ledger),
    ...checkEnds(ledger),
    ...checkTexts(ledger),
    ...checkCalm(ledger),
  ];
  return violations.sort((a, b) => a.at - b.at);
}
