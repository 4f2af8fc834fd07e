// The conversation as a text file.

import { describe, expect, it } from 'vitest';
import { formatTranscript, transcriptFileName } from '../../../../web/page/room/transcript.ts';

type Item = Parameters<typeof formatTranscript>[1][number];
const item = (change: Partial<Item>): Item => ({
  key: '1',
  cid: 'c',
  seq: 1,
  name: 'Ann',
  member: 'm',
  body: 'Hello',
  at: '2026-11-21T12:00:00.000Z',
  isOwn: false,
  to: null,
  toName: null,
  state: 'sent',
  problem: null,
  filterReceipt: null,
  hasGapBefore: false,
  ...change,
});

const texts = {
  formatDay: () => '21 November',
  formatTime: () => '12:00',
  formatPrivate: (name: string, to: string) => `${name} (only to ${to})`,
  gap: '[gap]',
};

describe('the transcript', () => {
  it('[P37] lists sent messages with sender and time, and marks private ones and gaps', () => {
    const text = formatTranscript(
      'Tea',
      [
        item({}),
        item({ body: 'For you', name: 'Bo', to: 'Ann' }),
        item({ body: 'Later', hasGapBefore: true }),
        item({ body: 'Never sent', state: 'failed' }),
        item({ body: 'On its way', state: 'pending' }),
      ],
      texts,
    );
    expect(text).toBe(
      [
        'Tea',
        '21 November',
        '',
        '12:00  Ann: Hello',
        '12:00  Bo (only to Ann): For you',
        '[gap]',
        '12:00  Ann: Later',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['Tea & cake', 'Tea-cake.txt'],
    ['', 'ten-minute-chat.txt'],
    ['../../etc', 'etc.txt'],
    ['أين نأكل؟', 'أين-نأكل.txt'],
    ['x'.repeat(80), `${'x'.repeat(40)}.txt`],
  ])('[P37] has a file name made of the title: %s', (title, name) => {
    expect(transcriptFileName(title)).toBe(name);
  });
});
