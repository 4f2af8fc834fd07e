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
      '（https://a.example/x）です。': '（[[https://a.example/x]]）です。',
      '「https://a.example」、https://b.example！':
        '「[[https://a.example]]」、[[https://b.example]]！',
      '【https://a.example】《https://b.example》と':
        '【[[https://a.example]]】《[[https://b.example]]》と',
      'https://en.example/wiki/茶（飲料）。': '[[https://en.example/wiki/茶（飲料）]]。',
      '(https://a.example/x)です': '([[https://a.example/x]])です',
      'هل https://a.example؟ نعم، https://b.example،':
        'هل [[https://a.example]]؟ نعم، [[https://b.example]]،',
      'https://a.example\u200B \u200Bhttps://b.example/x\u200D \uFEFF':
        '[[https://a.example]]\u200B \u200B[[https://b.example/x]]\u200D \uFEFF',
    };
    for (const [body, expected] of Object.entries(sentences)) {
      expect(markLinks(body)).toBe(expected);
    }
  });

  it('[P8] need no https:// where nothing else is meant', () => {
    const sentences = {
      'See example.com, www.tea.example/a?b or tea.io/menu.':
        'See [[example.com]], [[www.tea.example/a?b]] or [[tea.io/menu]].',
      '(example.co.uk/x) Example.COM:8080/a': '([[example.co.uk/x]]) [[Example.COM:8080/a]]',
      '見て www.tea.example。': '見て [[www.tea.example]]。',
    };
    for (const [body, expected] of Object.entries(sentences)) {
      expect(markLinks(body)).toBe(expected);
    }
    const [link] = linkify('example.com/a');
    expect(link).toEqual({ text: 'example.com/a', href: 'https://example.com/a' });
    expect(linkify('example.com', { bare: false })).toEqual([{ text: 'example.com', href: null }]);
    expect(linkify('https://a.example', { bare: false })[0]?.href).toBe('https://a.example/');
  });

  it('[P8] are neither abbreviations, file names, versions nor email addresses', () => {
    for (const body of [
      'e.g. this, i.e. that, U.S.A.',
      'file.ts node.js README.md main.rs script.py app.sh',
      'yes.It is, tea.io or not.me',
      'ann@example.com, example.com@tea, user.name@mail.example.com',
      'v1.2.3 10.30 127.0.0.1',
      'www. www.x www',
      'ftp://example.com/x mailto:example.com',
      'аpple.com',
      'my-.com _.com',
      'www.example.com@evil.example/',
    ]) {
      expect(markLinks(body)).toBe(body);
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

  it('[P8] show letters as letters, and everything else as it is encoded', () => {
    const texts = {
      'https://ru.example/wiki/%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82_%28x%29?q=%E8%8C%B6#%C3%A9':
        'https://ru.example/wiki/Привет_%28x%29?q=茶#é',
      // A space, a slash, a percent sign, a euro, a wide slash, and bytes that are no text.
      'https://a.example/%20%2F%25%E2%82%AC%EF%BC%8F%FF': null,
      // A right-to-left override, a soft hyphen, a blank letter and an accent without a letter.
      'https://a.example/%E2%80%AE%C2%AD%E3%85%A4%CC%B8': null,
      'https://%D0%B0pple.example/x': 'https://xn--pple-43d.example/x',
      'https://evil.example\\@tea.example/%D0%BF': 'https://evil.example/@tea.example/п',
      'example.com/%D0%BF': 'example.com/п',
    };
    for (const [body, expected] of Object.entries(texts)) {
      const [{ text, href } = { text: '', href: null }] = linkify(body);
      expect(text).toBe(expected ?? body);
      expect(href).toBe(new URL(body.startsWith('https:') ? body : `https://${body}`).href);
      expect(new URL(text.startsWith('https:') ? text : `https://${text}`).href).toBe(href);
    }
  });

  it('[P8] show a host as written if it is Latin or Cyrillic, and else in Punycode', () => {
    const texts = {
      'https://пример.рф/а': 'https://пример.рф/а',
      'https://ПРИМЕР.рф:8080/': 'https://ПРИМЕР.рф:8080/',
      'https://пример.com/': 'https://xn--e1afmkfd.com/',
      'https://example.рф/': 'https://example.xn--p1ai/',
      // A long s and a Kelvin sign, which count as s and k where case is ignored.
      'https://\u017Ftripe.com/': 'https://stripe.com/',
      'www.boo\u212A.com': 'https://www.book.com/',
      'https://paypаl.рф/': 'https://xn--paypl-7ve.xn--p1ai/',
      'https://مثال.مصر/': 'https://xn--mgbh0fb.xn--wgbh1c/',
      'пример.рф/x': 'пример.рф/x',
      'example.рф/x': 'https://example.xn--p1ai/x',
    };
    for (const [body, expected] of Object.entries(texts)) {
      expect(linkify(body).map(({ text }) => text)).toEqual([expected]);
      expect(linkify(body)[0]?.href).not.toBeNull();
    }
    for (const body of ['пример.рф', 'аpple.рф/x', 'пример.com/x']) {
      expect(markLinks(body)).toBe(body);
    }
  });

  it('[P8] are found in linear time', () => {
    const pieces = [
      '(',
      ').',
      'п.',
      'пример-',
      '%D0',
      'https://',
      'a.',
      'www.a.',
      'example.com ',
      'a-',
      'a',
    ];
    for (const start of ['', 'https://a.example/']) {
      for (const piece of pieces) {
        const growth = measureGrowth(2_000, (count) => {
          linkify(start + piece.repeat(count));
        });
        expect(growth, start + piece).toBeLessThan(24);
      }
    }
  });
});
