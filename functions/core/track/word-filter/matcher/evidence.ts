// How a stretch of text differs from an entry, counted letter by letter. judge.ts decides on it.

/** Mutable, and reused for every comparison. */
export class Evidence {
  /** Letters of any kind, as opposed to digits, symbols and masks. */
  letters = 0;
  digits = 0;
  symbols = 0;
  /** Signs that mask a letter. */
  masks = 0;
  /** ASCII letters instead of another: l for i, v for u. */
  swaps = 0;
  /** Letters of another alphabet. */
  foreignLetters = 0;
  accents = 0;
  /** Accents of the entry that the text lacks. */
  missingAccents = 0;
  /** Accents that the entry's language doesn't use. */
  decorations = 0;
  /** A letter has an accent that the entry's language distinguishes. */
  hasNativeAccent = false;
  /** The text repeats a letter more often than the entry. */
  isDrawnOut = false;
  /** The length that an entry needs to be recognized despite repeated letters. */
  minLength = 0;
  /** The text joins the words of a phrase. */
  isJoined = false;

  // The pieces into which gaps split a word.
  pieces = 1;
  singleLetterPieces = 0;
  /** The letters of the first two pieces. */
  readonly pieceLengths = [0, 0];
  /** A piece of several letters has no vowel. */
  hasVowellessPiece = false;
  /** The kinds of all signs in gaps. */
  gapKinds = 0;
  maxGapWidth = 0;
  /** Identifies the signs of a gap. 0: no gap yet; -1: gaps differ. */
  gapShape = 0;
  /** A gap has several signs that are no markup. */
  hasMixedGap = false;
  /** A gap belongs there by spelling, or as part of an address. */
  hasOrdinaryGap = false;

  #pieceLength = 0;
  #pieceHasVowel = false;

  reset(): void {
    this.letters = this.digits = this.symbols = this.masks = this.swaps = 0;
    this.foreignLetters = this.accents = this.missingAccents = this.decorations = 0;
    this.hasNativeAccent = this.isDrawnOut = this.isJoined = false;
    this.minLength = 0;
    this.pieces = 1;
    this.singleLetterPieces = 0;
    this.gapKinds = this.maxGapWidth = this.gapShape = 0;
    this.hasVowellessPiece = this.hasMixedGap = this.hasOrdinaryGap = false;
    this.#pieceLength = 0;
    this.#pieceHasVowel = false;
  }

  /** No letter differs from the entry, and none repeats. */
  get isPlain(): boolean {
    const differences =
      this.digits +
      this.symbols +
      this.masks +
      this.swaps +
      this.foreignLetters +
      this.accents +
      this.missingAccents;
    return differences === 0 && !this.isDrawnOut && !this.isJoined;
  }

  get hasOnlySingleLetters(): boolean {
    return this.singleLetterPieces === this.pieces;
  }

  /** Only the first letter has been read so far. */
  get isAtFirstLetter(): boolean {
    return this.#pieceLength === 1 && this.pieces === 1;
  }

  addPieceLetter(): void {
    this.#pieceLength += 1;
  }

  addVowel(): void {
    this.#pieceHasVowel = true;
  }

  endPiece(): void {
    if (this.pieces <= 2) this.pieceLengths[this.pieces - 1] = this.#pieceLength;
    if (this.#pieceLength === 1) this.singleLetterPieces += 1;
    else if (!this.#pieceHasVowel) this.hasVowellessPiece = true;
    this.#pieceLength = 0;
    this.#pieceHasVowel = false;
  }

  addGap(kinds: number, width: number, shape: number): void {
    this.gapKinds |= kinds;
    this.maxGapWidth = Math.max(this.maxGapWidth, width);
    this.endPiece();
    this.pieces += 1;
    if (this.gapShape === 0) this.gapShape = shape;
    else if (this.gapShape !== shape) this.gapShape = -1;
  }
}
