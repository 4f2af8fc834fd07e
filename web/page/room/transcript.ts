// What a reader had on screen when the room ended, as a text file made in the page. Nothing of it
// is kept or sent.

import type { TimelineItem } from '../../client/index.ts';

/** How the page's language says it. */
export interface Words {
  readonly day: (at: Date) => string;
  readonly time: (at: Date) => string;
  /** Who wrote a private message, and to whom. */
  readonly between: (name: string, to: string) => string;
  readonly gap: string;
}

/** One line a message: the time, the name, the words. */
export function formatTranscript(
  title: string,
  items: readonly TimelineItem[],
  words: Words,
): string {
  const said = items.filter(({ state }) => state === 'sent');
  const lines = said.flatMap(({ at, name, body, to, hasGapBefore: gap }) => {
    const time = Number.isNaN(Date.parse(at)) ? '' : `${words.time(new Date(at))}  `;
    return [
      ...(gap ? [words.gap] : []),
      `${time}${to === null ? name : words.between(name, to)}: ${body}`,
    ];
  });
  const [first] = said;
  const day = first === undefined ? '' : words.day(new Date(first.at));
  return [...[title, day].filter((line) => line !== ''), '', ...lines, ''].join('\n');
}

/** Named by the room's title, so far as files can be. */
export function transcriptFileName(title: string): string {
  const name = title
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${name === '' ? 'ten-minute-chat' : name}.txt`;
}

export function downloadText(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address));
}
