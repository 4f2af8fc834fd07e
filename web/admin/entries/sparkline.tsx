// Matches by day as bars. Hidden from screen readers, because the numbers are also in the text.

import type { JSX } from 'preact';

const height = 24;

interface Props {
  readonly counts: readonly number[];
}

export function Sparkline({ counts }: Props): JSX.Element {
  const max = Math.max(1, ...counts);
  // Even the smallest count stays visible.
  const barHeight = (count: number): string =>
    String(Math.max(2, Math.round((count / max) * height)));
  const bars = counts.map((count, index) =>
    count === 0
      ? ''
      : `M${String(index * 3)} ${String(height)}v-${barHeight(count)}h2V${String(height)}z`,
  );
  const width = counts.length * 3;
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${String(width)} ${String(height)}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="ground" d={`M0 ${String(height - 1)}h${String(width - 1)}v1H0z`} />
      <path class="bars" d={bars.join('')} />
    </svg>
  );
}
