// Which texts show nothing to a reader.

// Spaces, controls, format characters, fillers, selectors, characters that can never be assigned,
// and marks, which need a letter. The last ones are drawn as blanks, although Unicode does not say
// so: Braille, a placeholder for an object, a note and hieroglyphs.
const blank =
  /^[\s\p{Cc}\p{Cf}\p{Mn}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800\uFFFC\u{1D159}\u{13441}-\u{13442}]*$/u;

/** Returns whether a text is empty, or only has characters that show nothing. */
export const isBlank = (text: string): boolean => blank.test(text);
