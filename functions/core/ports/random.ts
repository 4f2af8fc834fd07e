// The port to chance: unpredictable ids. The only chance the core has, so that the simulator can
// repeat a run. Keys are not drawn here.

/** Unpredictable ids and phx_refs; the simulator's are seeded. */
export interface Random {
  /** `length` characters of A-Z a-z 0-9, uniformly drawn. */
  id(length: number): string;
}
