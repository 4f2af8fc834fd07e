// Asking while somebody types: once for what has stood for a moment, and an answer to what no
// longer stands is dropped.

interface Asking<Answer> {
  readonly milliseconds: number;
  readonly ask: () => Promise<Answer>;
  readonly answered: (answer: Answer) => void;
}

/** What it returns calls it off: an effect's way to begin anew. */
export function askAfterPause<Answer>({ milliseconds, ask, answered }: Asking<Answer>): () => void {
  let stale = false;
  const late = setTimeout(() => {
    void ask().then((answer) => {
      if (!stale) answered(answer);
    });
  }, milliseconds);
  return () => {
    stale = true;
    clearTimeout(late);
  };
}
