// Decides whether a history keeps the promises G1 to G9 of SPEC.md, and R13 and R16 (presence and
// privacy). Pure: takes a history and returns the broken promises, the earliest first. It doesn't
// know what recorded the history; history.ts defines the format.

import { checkCalm, checkEnds, checkTexts } from './check-ends.ts';
import { checkOrder } from './check-order.ts';
import { checkPages, checkPresence, checkPrivacy, checkScreens } from './check-screens.ts';
import type { History, Violation } from './history.ts';
import { readHistory } from './ledger.ts';

/** Returns every broken promise of a history, which should be none. */
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
