// A place in a text.

/** A span of a text in UTF-16 indexes, as `slice` takes them: `end` is exclusive. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}
