// The server's defaults and word lists, requested when somebody opens the options of a new room.

interface WordListName {
  readonly name: string;
  /** A language tag. */
  readonly language: string;
}

export interface RoomDefaults {
  /** How long a room lasts if its creator does not choose. */
  readonly seconds: number;
  readonly capacity: number;
  readonly lists: readonly WordListName[];
}

/** Returns null if the request failed. The form then offers no word lists. */
export async function fetchRoomDefaults(): Promise<RoomDefaults | null> {
  try {
    const response = await fetch('/api/settings', { credentials: 'omit' });
    return response.ok ? ((await response.json()) as RoomDefaults) : null;
  } catch {
    return null;
  }
}
