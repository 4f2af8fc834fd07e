// Plots work against a text's length as SVG. Both axes use powers of four, so linear growth is a
// straight line.

export interface Curve {
  readonly name: string;
  /** Kilobytes and milliseconds. */
  readonly points: readonly (readonly [number, number])[];
}

const width = 760;
const height = 480;
const left = 60;
const bottom = 430;
const span = { x: 470, y: 390 };

/** Draws all curves, and labels the slowest few. */
export function renderPlot(title: string, curves: readonly Curve[], named = 5): string {
  const lengths = curves[0]?.points.map(([length]) => length) ?? [];
  const times = curves.flatMap(({ points }) => points.map(([, time]) => Math.max(0.01, time)));
  const [min, max] = [
    Math.floor(Math.log10(Math.min(...times))),
    Math.ceil(Math.log10(Math.max(...times))),
  ];
  const first = Math.log(lengths[0] ?? 1);
  const x = (length: number): number =>
    left + (span.x * (Math.log(length) - first)) / (Math.log(lengths.at(-1) ?? 2) - first);
  const y = (time: number): number =>
    bottom - (span.y * (Math.log10(Math.max(0.01, time)) - min)) / (max - min);
  const lastTime = ({ points }: Curve): number => points.at(-1)?.[1] ?? 0;
  const slowest = [...curves].sort((one, other) => lastTime(other) - lastTime(one)).slice(0, named);
  const formatPoint = ([length, time]: readonly [number, number]): string =>
    `${x(length).toFixed(1)},${y(time).toFixed(1)}`;
  const line = (points: readonly (readonly [number, number])[], style: string): string =>
    `<polyline fill="none" ${style} points="${points.map(formatPoint).join(' ')}"/>`;
  const hues = ['#c2410c', '#0f766e', '#7c3aed', '#b91c1c', '#1d4ed8'];
  let below = 0;
  const labels = slowest.map((curve, index) => {
    below = Math.max(y(lastTime(curve)) + 4, below + 16);
    const hue = hues[index % hues.length] ?? '';
    const position = `x="${left + span.x + 10}" y="${below.toFixed(1)}"`;
    return `<text ${position} fill="${hue}">${curve.name}</text>`;
  });
  const ticks = Array.from({ length: max - min + 1 }, (_, index) => min + index).map((power) => {
    const at = y(10 ** power);
    const ends = `y1="${at.toFixed(1)}" y2="${at.toFixed(1)}"`;
    return (
      `<line x1="${left}" x2="${left + span.x}" ${ends} stroke="#ddd"/>` +
      `<text x="${left - 8}" y="${(at + 4).toFixed(1)}" text-anchor="end">${10 ** power}</text>`
    );
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" ` +
      'font-family="sans-serif" font-size="13">',
    `<rect width="${width}" height="${height}" fill="#fff"/>` +
      `<text x="${left}" y="22" font-weight="bold">${title}</text>`,
    ...ticks,
    ...lengths.map(
      (length) =>
        `<text x="${x(length).toFixed(1)}" y="${bottom + 20}" text-anchor="middle">` +
        `${length} KB</text>`,
    ),
    `<text x="${left - 8}" y="36" text-anchor="end">ms</text>`,
    ...curves
      .filter((curve) => !slowest.includes(curve))
      .map(({ points }) => line(points, 'stroke="#bbb"')),
    ...slowest.map(({ points }, index) =>
      line(points, `stroke="${hues[index % hues.length] ?? ''}" stroke-width="2"`),
    ),
    ...labels,
    '</svg>',
    '',
  ].join('\n');
}
