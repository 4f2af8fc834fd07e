// A colour for a name, the same on every screen: one of six that keep their contrast in light and dark.

export function tintOf(name: string): string {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return `tint-${String(sum % 6)}`;
}
