// The QR code of a link: small enough to scan from across a table.

import { generate } from 'lean-qr/nano';
import { expect, it } from 'vitest';

/** The version of a QR code with `size` modules on a side (ISO/IEC 18004 section 5.3.1). */
const readVersion = ({ size }: { readonly size: number }): number => (size - 17) / 4;

it('[A20] is of version 6 or less for the longest link', () => {
  const link = `https://chat.example.com/r/${'a'.repeat(16)}#D${'b'.repeat(22)}`;
  expect(link.length).toBeLessThanOrEqual(80);
  expect(readVersion(generate(link))).toBeLessThanOrEqual(6);
});
