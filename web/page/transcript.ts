// What a reader had on screen when the room ended, as a text file made in the page. Nothing of it is kept or sent.

import type { Item } from '../client/index.ts';
import { timeOfDay } from './texts/formats.ts';
import { locale, t } from './texts/texts.ts';

/** One line a message: the time, the name, the words. */
export function transcriptOf(title: string, items: readonly Item[]): string {
  const said = items.filter(({ state }) => state === 'sent');
  const lines = said.flatMap(({ at, name, body, to, gap }) => {
    const time = Number.isNaN(Date.parse(at)) ? '' : `${timeOfDay(new Date(at))}  `;
    const who = to === null ? name : t('over-transcript-private', { name, to });
    return [...(gap ? [t('over-transcript-gap')] : []), `${time}${who}: ${body}`];
  });
  const [first] = said;
  const day = first === undefined ? '' : new Intl.DateTimeFormat(locale(), { dateStyle: 'long' }).format(new Date(first.at));
  return [...[title, day].filter((line) => line !== ''), '', ...lines, ''].join('\n');
}

/** Named by the room's title, so far as files can be. */
export function fileNameOf(title: string): string {
  const name = title.normalize('NFKC').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').slice(0, 40);
  return `${name === '' ? 'ten-minute-chat' : name}.txt`;
}

export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address));
}
