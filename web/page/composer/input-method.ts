// Keys that belong to an input method, such as the Enter that confirms a Japanese word.

/** The part of a keyboard event that tells. */
type Key = Pick<KeyboardEvent, 'isComposing' | 'keyCode'>;

/** The code of every key that an input method takes. */
const inputMethodCode = 229;

/**
 * Returns whether a key is the input method's. Safari ends the composition before the Enter that
 * confirms it, so there only the code tells.
 */
// eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else tells it in Safari
export const isInputMethodKey = ({ isComposing, keyCode }: Key): boolean =>
  isComposing || keyCode === inputMethodCode;
