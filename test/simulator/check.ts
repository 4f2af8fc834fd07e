// Decides whether a history keeps the promises G1 to G9 of SPEC.md, and some about presence (R13,
// R25), privacy (R16), links and tokens (A18 to A22, R22). Pure: takes a history and returns the
// broken promises, the earliest first. It doesn't know what recorded the history; history.ts
// defines the format.

import { checkCalm, checkEnds, checkIncarnations, checkTexts } from './check-ends.ts';
import { checkLinks } from './check-links.ts';
import { checkOrder } from './check-order.ts';
import {
  checkDiffs,
  checkPages,
  checkPresence,
  checkPrivacy,
  checkScreens,
} from './check-screens.ts';
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
    ...checkIncarnations(ledger),
    ...checkLinks(ledger),
    ...checkDiffs(ledger),
    ...checkTexts(ledger),
    ...checkCalm(ledger),
  ];
  return violations.sort((a, b) => a.at - b.at);
}
