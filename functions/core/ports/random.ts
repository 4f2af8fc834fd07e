// The port to randomness: unpredictable ids. It is the core's only source, so the simulator can
// repeat a run. Keys come from elsewhere.

/** Unpredictable ids and phx_refs; the simulator's are seeded. */
export interface Random {
  /** `length` characters of A-Z a-z 0-9, uniformly drawn. */
  id(length: number): string;
}
