// Which texts show nothing to a reader.

// Spaces, format characters, fillers and selectors. The last three are drawn as blanks, although
// Unicode does not class them as such.
const blank = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}\u2800\u{16FE4}\u{1D159}]*$/u;

/** Returns whether a text is empty, or only has characters that show nothing. */
export const isBlank = (text: string): boolean => blank.test(text);
