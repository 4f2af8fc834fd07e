// Colours for names: six that keep their contrast in light and dark, given in the order in which
// names turn up, so that no two people in a small room share one.

export type NameColor = (name: string) => string;

export function createNameColors(): NameColor {
  const given = new Map<string, number>();
  return (name) => {
    const tint = given.get(name) ?? given.size % 6;
    given.set(name, tint);
    return `tint-${String(tint)}`;
  };
}
