// The room's time as a ring of ten: full at the start, emptier with each tenth that goes, empty at
// the end. A picture only: what it shows is said in words beside it.

import type { JSX } from 'preact';

const segments = 10;
/** Between two segments, as part of a whole turn: their ends are round, and take some of it. */
const space = 0.052;

/** `left`: how much of the time is left, from 0 to 1. */
export function Dial({ left }: { left: number }): JSX.Element {
  return (
    <svg class="dial" viewBox="0 0 100 100" aria-hidden="true">
      {Array.from({ length: segments }, (_, index) => {
        const filled = Math.min(1, Math.max(0, left * segments - index));
        return (
          <path
            key={index}
            class={filled === 0 ? 'spent' : filled < 1 ? 'going' : 'to-come'}
            d={arc(index / segments + space / 2, (index + 1) / segments - space / 2)}
          />
        );
      })}
    </svg>
  );
}

/** From noon, with the clock. */
function arc(from: number, to: number): string {
  const at = (turn: number): string => {
    const angle = 2 * Math.PI * turn;
    return `${(50 + 42 * Math.sin(angle)).toFixed(2)} ${(50 - 42 * Math.cos(angle)).toFixed(2)}`;
  };
  return `M${at(from)}A42 42 0 0 1 ${at(to)}`;
}
