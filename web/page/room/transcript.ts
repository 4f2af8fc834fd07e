// The conversation on screen when the room ended, as a text file. The page makes it; nothing is
// sent or stored.

import type { TimelineItem } from '../../client/index.ts';

/** The parts of a transcript in the page's language. */
export interface TranscriptTexts {
  readonly formatDay: (at: Date) => string;
  readonly formatTime: (at: Date) => string;
  /** Names the sender and the recipient of a private message. */
  readonly formatPrivate: (name: string, to: string) => string;
  readonly gap: string;
}

/** Writes one line for each message: time, name, text. */
export function formatTranscript(
  title: string,
  items: readonly TimelineItem[],
  texts: TranscriptTexts,
): string {
  const sent = items.filter(({ state }) => state === 'sent');
  const lines = sent.flatMap(({ at, name, body, to, toName, hasGapBefore }) => {
    const time = Number.isNaN(Date.parse(at)) ? '' : `${texts.formatTime(new Date(at))}  `;
    const sender = to === null ? name : texts.formatPrivate(name, toName ?? to);
    return [...(hasGapBefore ? [texts.gap] : []), `${time}${sender}: ${body}`];
  });
  const [first] = sent;
  const day = first === undefined ? '' : texts.formatDay(new Date(first.at));
  return [...[title, day].filter((line) => line !== ''), '', ...lines, ''].join('\n');
}

/** Returns a file name made of the room's title. */
export function transcriptFileName(title: string): string {
  const name = title
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 40);
  return `${name === '' ? 'ten-minute-chat' : name}.txt`;
}

export function saveTextFile(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser starts the download synchronously.
  setTimeout(() => URL.revokeObjectURL(address));
}
