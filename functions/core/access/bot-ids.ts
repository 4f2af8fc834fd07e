// The ids of bots, who post over HTTP. There is no connection to tell them apart by: a token and a
// name are one bot.

import type { Grant, Hash, MemberId, Room } from '../ports.ts';

/** Ids of other members have no `~` there. */
const botIdPattern = /^~api~[\w-]{11}$/;

export const isBotId = (id: MemberId): boolean => botIdPattern.test(id);

interface HashPort {
  readonly hash: Hash;
}

/** Returns the beginning of the ids of one token's bots. */
export const createBotPrefix = ({ hash }: HashPort, tokenId: string): string =>
  `~api~${hash.sha256(`bots ${tokenId}`).slice(0, 5)}`;

/** Returns the id of the bot that posts with this token under a name with this key. */
export const createBotId = (ports: HashPort, tokenId: string, nameKey: string): MemberId => {
  const hashed = ports.hash.sha256(`${tokenId} ${nameKey}`);
  return `${createBotPrefix(ports, tokenId)}${hashed.slice(0, 6)}` as MemberId;
};

/**
 * Whether the owner removed a bot of this token. Many people share a link's code, so for a code
 * only the bot's name is refused.
 */
export function isTokenOfKickedBot(
  ports: HashPort,
  { kicked }: Room,
  { tokenId, isCode }: Grant,
): boolean {
  if (isCode || kicked.length === 0) return false;
  const prefix = createBotPrefix(ports, tokenId);
  return kicked.some((id) => id.startsWith(prefix));
}
