// The room's time as a ring of ten segments, which empty one after the other. Decorative: the page
// also shows the time as text.

import type { JSX } from 'preact';

const segments = 10;
/** Space between two segments, in turns. Their round ends take some of it. */
const space = 0.052;

export interface DialProps {
  /** The remaining share of the time, from 0 to 1. */
  readonly share: number;
}

export function Dial({ share }: DialProps): JSX.Element {
  return (
    <svg class="dial" viewBox="0 0 100 100" aria-hidden="true">
      {Array.from({ length: segments }, (_, index) => (
        <path
          key={index}
          class={segmentClass(share * segments - index)}
          d={drawArc(index / segments + space / 2, (index + 1) / segments - space / 2)}
        />
      ))}
    </svg>
  );
}

function segmentClass(filled: number): string {
  if (filled <= 0) return 'spent';
  return filled < 1 ? 'going' : 'to-come';
}

/** `from`, `to`: turns, clockwise from twelve o'clock. */
function drawArc(from: number, to: number): string {
  const point = (turn: number): string => {
    const angle = 2 * Math.PI * turn;
    return `${(50 + 42 * Math.sin(angle)).toFixed(2)} ${(50 - 42 * Math.cos(angle)).toFixed(2)}`;
  };
  return `M${point(from)}A42 42 0 0 1 ${point(to)}`;
}
