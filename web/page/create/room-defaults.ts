// What a maker of rooms may choose from, asked for when somebody wants to choose.

export interface RoomDefaults {
  /** How long a room lives whose maker does not say. */
  readonly seconds: number;
  readonly capacity: number;
  readonly lists: readonly { readonly name: string; readonly language: string }[];
}

/** Null: they could not be had. Then the room is as usual where it cannot be chosen. */
export async function fetchRoomDefaults(): Promise<RoomDefaults | null> {
  try {
    const response = await fetch('/api/settings', { credentials: 'omit' });
    return response.ok ? ((await response.json()) as RoomDefaults) : null;
  } catch {
    return null;
  }
}
