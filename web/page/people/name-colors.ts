// Colors for names: six that keep their contrast in light and dark. Names get them in order of
// appearance, so people in a small room have different ones.

/** Returns the CSS class of a name's color. */
export type NameColor = (name: string) => string;

const colorCount = 6;

export function createNameColors(): NameColor {
  const assigned = new Map<string, number>();
  return (name) => {
    const color = assigned.get(name) ?? assigned.size % colorCount;
    assigned.set(name, color);
    return `tint-${String(color)}`;
  };
}
