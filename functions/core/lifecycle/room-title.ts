// Prepares the title of a new room. Everyone in the room sees it, so it passes the track like a
// message.

import type { TrackChoice } from '../../protocol/events.ts';
import { isBlank } from '../../protocol/blank-text.ts';
import { limits } from '../../protocol/limits.ts';
import { refuse, type Refusal } from '../../protocol/reasons.ts';
import { getTrack, type Context } from '../context.ts';
import type { RoomId } from '../ports.ts';

/** Direction marks and overrides: a title is shown inside other text, which they would reorder. */
const bidiControls = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

interface TitleInput {
  readonly room: RoomId;
  readonly title: string;
  readonly track: TrackChoice | undefined;
}

interface PreparedTitle {
  readonly ok: true;
  readonly title: string;
}

/** Returns the title as it is shown, in one line. Refuses a title that the filter blocks. */
export async function prepareTitle(
  context: Context,
  { room, title, track: choice }: TitleInput,
): Promise<PreparedTitle | Refusal> {
  const line = title.replace(bidiControls, '').replace(/\s+/gu, ' ');
  if (isBlank(line.replace(/\p{C}/gu, ''))) return { ok: true, title: '' };

  const track = await getTrack(context, choice);
  const run = (body: string) => track.run({ body, room, cid: 'title' });
  const filtered = run(line);
  if (filtered.ok) {
    const title = cutTitle(filtered.body);
    if (title === filtered.body) return { ok: true, title };
    // The rest of a harmless word may be a forbidden one.
    const again = run(title);
    return { ok: true, title: again.ok && again.body === title ? title : '' };
  }
  return filtered.reason === 'blocked'
    ? refuse('blocked', 'The title contains a blocked word. Choose another title.')
    : refuse(filtered.reason);
}

/** Replacements may have made the title too long. Cuts it between two words, if it has any. */
function cutTitle(title: string): string {
  const characters = Array.from(title);
  if (characters.length <= limits.maxTitleCharacters) return title;
  const cut = characters.slice(0, limits.maxTitleCharacters + 1).join('');
  const end = cut.lastIndexOf(' ');
  return end > 0 ? cut.slice(0, end) : characters.slice(0, limits.maxTitleCharacters).join('');
}
