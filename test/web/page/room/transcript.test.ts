// The file that a reader may keep, as text.

import { describe, expect, it } from 'vitest';
import { transcriptFileName, formatTranscript } from '../../../../web/page/room/transcript.ts';

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
  state: 'sent',
  problem: null,
  filterReceipt: null,
  hasGapBefore: false,
  ...change,
});

const words = {
  day: () => '21 November',
  time: () => '12:00',
  between: (name: string, to: string) => `${name} (only to ${to})`,
  gap: '[gap]',
};

describe('the file that a reader may keep', () => {
  it('[P37] has what was said, by whom and when, with what was private or missing marked, and not what never left', () => {
    const text = formatTranscript(
      'Tea',
      [
        item({}),
        item({ body: 'For you', name: 'Bo', to: 'Ann' }),
        item({ body: 'Later', hasGapBefore: true }),
        item({ body: 'Never sent', state: 'failed' }),
        item({ body: 'On its way', state: 'pending' }),
      ],
      words,
    );
    expect(text).toBe(
      'Tea\n21 November\n\n12:00  Ann: Hello\n12:00  Bo (only to Ann): For you\n[gap]\n12:00  Ann: Later\n',
    );
  });

  it.each([
    ['Tea & cake', 'Tea-cake.txt'],
    ['', 'ten-minute-chat.txt'],
    ['../../etc', 'etc.txt'],
    ['أين نأكل؟', 'أين-نأكل.txt'],
    ['x'.repeat(80), `${'x'.repeat(40)}.txt`],
  ])('[P37] is named by the room’s title, so far as files can be: %s', (title, name) => {
    expect(transcriptFileName(title)).toBe(name);
  });
});
