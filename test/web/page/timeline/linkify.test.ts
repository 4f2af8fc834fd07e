// The links in a message, and the text they show.

import { describe, expect, it } from 'vitest';
import { linkify } from '../../../../web/page/timeline/linkify.ts';
import { measureGrowth } from '../../../growth.ts';

/** Returns the message with its links in double brackets. */
const markLinks = (body: string): string =>
  linkify(body)
    .map(({ text, href }) => (href === null ? text : `[[${text}]]`))
    .join('');

describe('links', () => {
  it('[P8] are found in a sentence without its punctuation', () => {
    const sentences = {
      'See https://tea.example/a?b=c#d.': 'See [[https://tea.example/a?b=c#d]].',
      '(http://tea.example), or https://en.example/Tea_(drink)!':
        '([[http://tea.example]]), or [[https://en.example/Tea_(drink)]]!',
      '"https://a.example/x"; <https://b.example>':
        '"[[https://a.example/x]]"; <[[https://b.example]]>',
      'https://a.example/x…\nhttps://b.example/?':
        '[[https://a.example/x]]…\n[[https://b.example/]]?',
      'お茶はhttps://tea.example/ です': 'お茶は[[https://tea.example/]] です',
      'HTTPS://TEA.EXAMPLE/A, http://localhost:8100/r/1':
        '[[HTTPS://TEA.EXAMPLE/A]], [[http://localhost:8100/r/1]]',
    };
    for (const [body, expected] of Object.entries(sentences)) {
      expect(markLinks(body)).toBe(expected);
    }
  });

  it('[P8] are web addresses only', () => {
    for (const body of [
      'javascript:alert(1)',
      'ftp://a.example',
      'tea.example',
      'xhttps://a.example',
      'https://',
      'http://[',
      'data:text/html,x',
    ]) {
      expect(markLinks(body)).toBe(body);
    }
  });

  it('[P8] never hide their host', () => {
    expect(markLinks('https://bank.example@evil.example/')).toBe(
      'https://bank.example@evil.example/',
    );
    expect(markLinks('https://bank.example:pw@evil.example/')).not.toContain('[[');
    // The first letter is Cyrillic.
    expect(markLinks('https://аpple.example/x')).toBe('[[https://xn--pple-43d.example/x]]');
    // A right-to-left override ends the link.
    expect(markLinks('https://a.example/\u202Egpj.exe')).toBe(
      '[[https://a.example/]]\u202Egpj.exe',
    );
    for (const { text, href } of linkify('https://a.example/%E2%82%AC https://b.example/€')) {
      if (href !== null) expect(new URL(text).href).toBe(href);
    }
  });

  it('[P8] are found in linear time', () => {
    for (const piece of ['(', ').', 'https://']) {
      const growth = measureGrowth(500, (count) => {
        linkify(`https://a.example/${piece.repeat(count)}`);
      });
      expect(growth, piece).toBeLessThan(24);
    }
  });
});
