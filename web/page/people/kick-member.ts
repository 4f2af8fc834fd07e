// Removes a member, and carries out what the owner chose besides.

import type { Room } from '../../client/index.ts';
import { reasonText } from '../texts/reason-texts.ts';
import { t } from '../texts/texts.ts';

/** Two ways to keep a removed member from coming back under another name. */
export interface KickChoices {
  readonly locks: boolean;
  readonly replacesLinks: boolean;
}

interface KickedMember {
  readonly id: string | null;
  readonly name: string;
}

/**
 * Returns the text of what failed; null if nothing did. Replaces the links last: everyone inside
 * gets the new ones.
 */
export async function kickMember(
  client: Pick<Room, 'kick' | 'replaceLinks'>,
  { id, name }: KickedMember,
  { locks, replacesLinks }: KickChoices,
): Promise<string | null> {
  const kicked = await client.kick(id === null ? name : { id, name }, { lock: locks });
  if (!kicked.ok) return reasonText(kicked);
  if (!replacesLinks) return null;
  const replaced = await client.replaceLinks();
  return replaced.ok ? null : t('members-kick-not-replaced', { name });
}
