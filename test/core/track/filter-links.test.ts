// Links, e-mail addresses and phone numbers on the track.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoomId } from '../../../functions/core/ports.ts';
import { resolveTrackOptions } from '../../../functions/core/track/track-options.ts';
import { buildTrack, type TrackOptions } from '../../../functions/core/track/track.ts';
import { measureGrowth } from '../../growth.ts';

const out = (options: TrackOptions, body: string): string => {
  const ran = buildTrack([], options).run({ body, room: 'room-a' as RoomId, cid: 'c' });
  return ran.ok ? ran.body : ran.reason;
};
const link = /[a-z][a-z0-9+.-]*:\/\//i;

describe('links', () => {
  it('[T18] keeps links by default', () => {
    expect(out({}, 'see https://tea.example')).toBe('see https://tea.example');
  });

  it.each([
    ['see https://tea.example/a?b#c.', 'see tea.example/a?b#c.'],
    ['HTTPS://tea.example ftp://x', 'tea.example x'],
    ['https:////tea.example', 'tea.example'],
    ['hhttps://ttps://tea.example', 'tea.example'],
    ['https:https:////tea.example', 'https:tea.example'],
    ['https://:https:////tea', ':tea'],
    ['and/or, 1:2, a: //b, ://', 'and/or, 1:2, a: //b, ://'],
  ])('[T18] shows a link as plain text: %s', (body, expected) => {
    expect(out({ links: 'plain' }, body)).toBe(expected);
  });

  it('[T18] leaves no link in any text', () => {
    const pieces = fc.constantFrom(
      'http',
      'https',
      ':',
      '/',
      '//',
      '://',
      's',
      '1',
      '.',
      ' ',
      'tea.example',
      'a',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
        expect(out({ links: 'plain' }, `x ${parts.join('')}`)).not.toMatch(link);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    [
      'https://tea.example/pot, http://a.tea.example. https://TEA.example:8443',
      'https://tea.example/pot, http://a.tea.example. https://TEA.example:8443',
    ],
    ['(https://evil.example/x) and www.evil.example!', '([link]) and [link]!'],
    ['www.tea.example www. awww.', 'www.tea.example www. awww.'],
    ['https://tea.example@evil.example', '[link]'],
    ['https://evil.example\\@tea.example', '[link]'],
    ['https://eviltea.example', '[link]'],
    ['https://tea.example.evil.example', '[link]'],
    ['https://t\u0435a.example', '[link]'],
    ['https://tea%2eexample', '[link]'],
    ['https://tea.example,https://evil.example', '[link]'],
    ['https://', '[link]'],
    ['tea.example and a.tea.example:8443/x', 'tea.example and a.tea.example:8443/x'],
    ['evil.com, sub.evil.co.uk. (evil.org)', '[link], [link]. ([link])'],
    [
      'evil.ru/x t.me/y evil.io:8080 пример.рф/x xn--e1awd7f.com',
      '[link] [link] [link] [link] [link]',
    ],
    ['1.2.3.4/x 10.0.0.1:8080', '[link] [link]'],
    [
      '//evil.com //evil.com/x http:/evil.com (\\\\evil.com) https:evil.com',
      '[link] [link] http:[link] ([link]) https:[link]',
    ],
    ['evil.zip/x evil.ai:8080', '[link] [link]'],
    ['evil\u3002com evil\uFF61com \uFF45vil\uFF0Ecom', '[link] [link] [link]'],
    ['evil\u2024com evil\u200B.\u00ADcom \u{1D452}vil.com/x', '[link] [link] [link]'],
    ['https\uFF1A\uFF0F\uFF0Fevil.example www\u3002evil.example', '[link] [link]'],
    [
      'hxxp://evil.example evil[.]com evil (dot) com sub[.]evil[dot]net/x',
      '[link] [link] [link] [link]',
    ],
  ])('[T18] keeps links to allowed hosts only: %s', (body, expected) => {
    expect(out({ links: 'allow', linkHosts: ['tea.example'] }, body)).toBe(expected);
  });
});

it("[T18] keeps links to the deployment's own rooms", () => {
  const { options } = resolveTrackOptions({
    filterLinks: 'allow',
    filterLinkHosts: [],
    filterRedact: [],
    publicOrigin: 'https://Chat.example:8443',
  });
  const body = 'join https://chat.example:8443/r/tea#code, not https://evilchat.example';
  expect(out(options, body)).toBe('join https://chat.example:8443/r/tea#code, not [link]');
});

describe('text that resembles a link', () => {
  it.each([
    'node.js, ASP.NET and socket.io',
    'README.md, main.py, index.d.ts, src/a.ts',
    'e.g. this, i.e. that, U.S.A.',
    '1.2.3, v1.2.3.4, 1.2.3.4',
    '$5.00 at 12.30 on 12.5.2024',
    'Yes.It is so.What now',
    'user.name, console.log(x), obj.info, app.dev()',
    'the dot com years',
    'and/or, 24/7, w/o',
    'org.apache.commons',
    'Dr.No, Mr.App',
    'backup.zip and clip.mov, run.sh',
    'これはテストです\u3002com と net の違い',
    '好的\u3002me/you, 𠮷\u3002com',
    '//TODO, // see, a//b.c, /etc/host.conf, src//index.ts',
    'ｆｕｌｌ\uFF0E１２、\u2026\u00BD',
  ])('[T18] stays unchanged: %s', (body) => {
    expect(out({ links: 'allow', linkHosts: ['tea.example'] }, body)).toBe(body);
  });
});

describe('redaction', () => {
  it.each([
    ['me@tea.example.', '[email].'],
    ['mail first.last+tag@mail.tea.example, or <a@b.co>', 'mail [email], or <[email]>'],
    ['ö@müller.example me\uFF20tea.example', '[email] [email]'],
    ['@ann hi, a@b, 3@4.5, @@ a@@b.example', '@ann hi, a@b, 3@4.5, @@ a@@b.example'],
    ['a@b.example@c.example', '[email]@c.example'],
    ['ann [at] tea (dot) example, ann(at)tea.example', '[email], [email]'],
    ['ann at gmail dot com or ann @ gmx.de', '[email] or [email]'],
    [
      'look at this dot com, meet at tea. Now, 3 @ 2.50, he works at yahoo. He',
      'look at this dot com, meet at tea. Now, 3 @ 2.50, he works at yahoo. He',
    ],
  ])('[T19] redacts e-mail addresses: %s', (body, expected) => {
    expect(out({ redact: ['email'] }, body)).toBe(expected);
  });

  it.each([
    ['call +49 30 1234567 now', 'call [phone] now'],
    ['030/1234 5678, (030) 12345678, 0171-1234567', '[phone], [phone], [phone]'],
    ['(212) 555-0123, 212-555-0123, 1 212 555 0123', '[phone], [phone], [phone]'],
    ['０３０ １２３４ ５６７８, ٠٣٠١٢٣٤٥٦٧٨, 06.12.34.56.78', '[phone], [phone], [phone]'],
    ['030\u20091234\u200A5678, 030\u202F1234\u30005678', '[phone], [phone]'],
    ['0\u200B3\u200B0\u200B1234\u20605678, 030\t12345678', '[phone], [phone]'],
    [
      '\uFF08030\uFF0912345678, 030\u201412345678, 06\u00B712\u00B734\u00B756\u00B778',
      '[phone], [phone], [phone]',
    ],
    ['five five five one two three four', '[phone]'],
    ['one two three four five six seven eight', 'one two three four five six seven eight'],
    [
      'ISBN 978-3-16-148410-0, 3,000,000,000 and 1 2 3 4 5 6 7',
      'ISBN 978-3-16-148410-0, 3,000,000,000 and 1 2 3 4 5 6 7',
    ],
    ['2026-11-21 12:30, 21.11.2026, 01.02.2026', '2026-11-21 12:30, 21.11.2026, 01.02.2026'],
    [
      '1,000,000 10000000, 1700000000, 192.168.100.100 v1.2.3',
      '1,000,000 10000000, 1700000000, 192.168.100.100 v1.2.3',
    ],
  ])('[T19] redacts phone numbers: %s', (body, expected) => {
    expect(out({ redact: ['phone'] }, body)).toBe(expected);
  });

  it('[T9] takes time in proportion to the length of the text', () => {
    const options: TrackOptions = { links: 'plain', redact: ['email', 'phone'] };
    for (const piece of [
      'a at ',
      'a[.]',
      '[at]',
      'one ',
      'a',
      '@',
      'a@',
      'a.',
      '1',
      '1-',
      'a:',
      '://',
      'a://',
      'https:',
      'www.',
      '/',
      '//a.',
      '\u3002',
      'a\u3002',
      '\uFF0E',
      '(',
      '+1 ',
    ]) {
      const growth = measureGrowth(500 / piece.length, (count) => {
        out(options, piece.repeat(count));
        out({ ...options, links: 'allow' }, piece.repeat(count));
      });
      expect(growth, piece).toBeLessThan(24);
    }
  });
});
