// The actions of word lists, and the receipts that senders get.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RoomId, WordList } from '../../../functions/core/ports.ts';
import { buildTrack, type Track, type TrackOptions } from '../../../functions/core/track/track.ts';
import { countCharacters } from '../../../functions/protocol/events.ts';
import { limits } from '../../../functions/protocol/limits.ts';

const room = 'room-a' as RoomId;
const list = (
  name: string,
  forbidden: readonly string[],
  over: Partial<WordList> = {},
): WordList => ({ name, version: 7, language: 'en', forbidden, replacements: ['nicer'], ...over });
const masking = list('masking', ['foo', 'bar baz'], { action: 'mask' });
const blocking = list('blocking', ['bad'], { action: 'block' });
const flagging = list('flagging', ['odd', 'foo', 'bad'], { action: 'flag' });
const run = (track: Track, body: string, cid = 'c1') => track.run({ body, room, cid });
const bodyOf = (track: Track, body: string): string => {
  const ran = run(track, body);
  return ran.ok ? ran.body : ran.reason;
};
/** Does what the track does to characters, whatever the lists. */
const normalize = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replaceAll('\u0000', '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .trim();
const texts = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        'foo',
        'FOO',
        'bar  Baz',
        'bar\nbaz',
        'bad',
        'odd',
        'nice',
        ' ',
        '\n',
        ',',
        '\r\n',
        '\u0000',
        '\u0301',
        '\u{1F600}',
        '\uFF46oo',
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary' }),
);

describe('actions', () => {
  it('[T11] masks each character and keeps white space', () => {
    expect(bodyOf(buildTrack([masking]), 'a FOO, bar\n Baz!')).toBe('a ***, ***\n ***!');
    expect(run(buildTrack([masking]), 'foo')).toMatchObject({
      ok: true,
      body: '***',
      changed: true,
      receipt: {
        verdict: 'changed',
        changes: [{ start: 0, end: 3, filtered: { start: 0, end: 3 } }],
      },
      hits: [{ list: 'masking', entry: 'foo', start: 0, end: 3 }],
    });
  });

  it('[T11] keeps the length of masked text', () => {
    fc.assert(
      fc.property(texts, (body) => {
        expect(countCharacters(bodyOf(buildTrack([masking]), body))).toBe(
          countCharacters(bodyOf(buildTrack([]), body)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('[T12] refuses a message with a blocked word', () => {
    const track = buildTrack([blocking]);
    expect(run(track, 'so bad')).toMatchObject({
      ok: false,
      reason: 'blocked',
      filter: { verdict: 'blocked', changes: [{ start: 3, end: 6 }] },
      hits: [{ list: 'blocking', entry: 'bad', start: 3, end: 6 }],
    });
    expect(bodyOf(track, 'badly')).toBe('badly');
  });

  it('[T13] passes and counts a flagged word', () => {
    expect(run(buildTrack([flagging]), 'odd foo odd')).toMatchObject({
      ok: true,
      body: 'odd foo odd',
      changed: false,
      receipt: { verdict: 'passed' },
      hits: ['odd', 'foo', 'odd'].map((entry, index) => ({
        list: 'flagging',
        entry,
        start: 4 * index,
        end: 4 * index + 3,
      })),
    });
  });

  it('[T14] blocks in any order of the lists and counts all matches', () => {
    for (const lists of [
      [flagging, masking, blocking],
      [blocking, masking, flagging],
    ]) {
      const ran = run(buildTrack(lists), 'foo bad');
      expect(ran).toMatchObject({
        ok: false,
        reason: 'blocked',
        filter: { changes: [{ start: 4, end: 7 }] },
      });
      expect(ran.hits?.map(({ list: name, entry }) => `${name} ${entry}`).sort()).toEqual([
        'blocking bad',
        'flagging bad',
        'flagging foo',
        'masking foo',
      ]);
    }
  });

  it('[T14] blocks a word within a longer match of another action', () => {
    const track = buildTrack([
      list('long', ['so bad indeed'], { action: 'flag' }),
      list('longer', ['this is so bad'], { action: 'mask' }),
      blocking,
    ]);
    expect(bodyOf(track, 'this is so bad indeed')).toBe('blocked');
  });

  it('[T14] replaces and masks in the same message', () => {
    expect(bodyOf(buildTrack([masking, list('replacing', ['ugly'])]), 'foo ugly foo')).toBe(
      '*** nicer ***',
    );
  });

  it('[T6] refuses names that match a list, except those that only flag', () => {
    expect(
      [masking, blocking, list('replacing', ['ugly']), flagging].map(
        (one) => buildTrack([one]).checkName(`Mr ${one.forbidden[0] ?? ''}`)?.reason,
      ),
    ).toEqual(['name_invalid', 'name_invalid', 'name_invalid', undefined]);
  });

  it('[T5] refuses messages and names if the filter fails', () => {
    const broken = {
      ...masking,
      get action(): 'mask' {
        throw new Error('no list');
      },
    };
    expect(() => buildTrack([broken])).toThrow('no list');
    expect(bodyOf(buildTrack([list('empty', ['foo'], { replacements: [] })]), 'foo')).toBe(
      'unavailable',
    );
  });
});

describe('receipts', () => {
  it('[T15] discloses what each list allows', () => {
    const track = buildTrack([
      list('open', ['one'], { tell: 'why' }),
      list('short', ['two'], { tell: 'that' }),
      list('silent', ['three'], { tell: 'nothing' }),
      list('unsaid', ['four']),
    ]);
    expect(run(track, 'three one two four')).toMatchObject({
      receipt: {
        verdict: 'changed',
        changes: [
          { start: 6, end: 9, list: 'open', version: 7 },
          { start: 10, end: 13 },
          { start: 14, end: 18 },
        ],
      },
    });
    expect(run(track, 'three')).toMatchObject({
      ok: true,
      body: 'nicer',
      changed: true,
      receipt: {},
    });
    expect(JSON.stringify(run(track, 'three')).includes('verdict')).toBe(false);
    expect(run(buildTrack([{ ...blocking, tell: 'nothing' }]), 'bad')).toMatchObject({
      reason: 'blocked',
      filter: { verdict: 'blocked' },
    });
    expect(run(buildTrack([{ ...blocking, tell: 'why' }]), 'bad')).toMatchObject({
      filter: { changes: [{ start: 0, end: 3, list: 'blocking', version: 7 }] },
    });
  });

  it('[T15] reports places in the original text', () => {
    const sent =
      ' \r\n\u0000f\u0007oo\r\n\uD800 mail me@tea.example, bar\r\nbaz https://x.example/foo ';
    const ran = run(buildTrack([masking], { links: 'plain', redact: ['email'] }), sent);
    expect(ran.ok && ran.body).toBe('***\n\uFFFD mail [email], ***\n*** x.example/***');
    expect(
      ran.ok &&
        (ran.receipt.changes ?? []).map(({ start, end, by }) => [sent.slice(start, end), by]),
    ).toEqual([
      ['f\u0007oo', undefined],
      ['me@tea.example', 'email'],
      ['bar\r\nbaz', undefined],
      ['https://', 'links'],
      ['foo', undefined],
    ]);
  });

  it('[T15] reports where each replacement is in the filtered text', () => {
    const sent = '\u{1F600} SOAP shit';
    const ran = run(buildTrack([list('jargon', ['soap']), list('rude', ['shit'])]), sent);
    expect(ran.ok && ran.receipt.changes).toEqual([
      { start: 3, end: 7, filtered: { start: 3, end: 8 } },
      { start: 8, end: 12, filtered: { start: 9, end: 14 } },
    ]);
    expect(run(buildTrack([blocking]), 'bad')).toMatchObject({
      filter: { changes: [{ start: 0, end: 3 }] },
    });
  });

  it('[T15] joins a change with a later one that touches it', () => {
    const track = buildTrack([list('words', ['scrap', 'link] ago'], { tell: 'why' })], {
      links: 'allow',
    });
    const sent = 'https://x.example ago';
    const ran = run(track, sent);
    expect(ran.ok && [ran.body, ran.receipt.changes]).toEqual([
      '[nicer',
      [{ start: 0, end: sent.length, filtered: { start: 0, end: 6 }, list: 'words', version: 7 }],
    ]);
    const removed = run(
      buildTrack([list('words', ['naïve'])], { links: 'plain' }),
      'an naïhttp://ve',
    );
    expect(removed.ok && removed.receipt.changes).toEqual([
      { start: 3, end: 15, filtered: { start: 3, end: 8 } },
    ]);
  });

  it('[T15] gives the exact places of the replacements in the filtered text', () => {
    const words = ['soap', 'link', 'an', 'email ok', 'scrap'];
    const puts = ['Open Standards', 'soap an', 'an', 'x \u{1F600} y', '[', 'mail'];
    const parts = fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...words, ...puts) },
      fc.constantFrom('http://', ' https://soap.example/an ', 'www.link.example', 'me@an.example'),
      fc.constantFrom(' ', '\r\n', '\u0000', '\uD800', '\u{1F600}', ', ', '030 12345678', ' sc'),
    );
    const escaped = puts.map((put) => put.replace('[', '\\[')).join('|');
    // A list can match across the end of `[link]`. The rest of that mark belongs to the change.
    const replacement = new RegExp(
      `^(?:|\\[(?:link|email|phone)\\]|(?:\\[[a-z]*)?(?:${escaped}|[*\\s]+)(?:[a-z]*\\])?)$`,
      'u',
    );
    const subsets = (all: readonly string[]) => fc.subarray([...all], { minLength: 1 });
    const anyGaps = fc.array(fc.constantFrom(' ', ''), { minLength: 12, maxLength: 12 });
    const anyList = fc.record({
      forbidden: subsets(words),
      replacements: subsets(puts),
      action: fc.constantFrom('replace' as const, 'mask' as const),
    });
    fc.assert(
      fc.property(
        fc.tuple(fc.array(parts, { maxLength: 12 }), anyGaps),
        fc.array(anyList, { minLength: 1, maxLength: 3 }),
        fc.constantFrom('off', 'plain', 'allow'),
        ([pieces, gaps], lists, links) => {
          const sent = pieces.flatMap((text, index) => [text, gaps[index]]).join('');
          const track = buildTrack(
            lists.map(({ forbidden, ...over }, index) => list(String(index), forbidden, over)),
            { links, redact: ['email', 'phone'] },
          );
          const ran = run(track, sent);
          if (!ran.ok) return;

          let restored = '';
          let from = 0;
          for (const { start, end, filtered } of ran.receipt.changes ?? []) {
            if (filtered === undefined) throw new Error('no place');
            restored += ran.body.slice(from, filtered.start) + sent.slice(start, end);
            from = filtered.end;
            expect(ran.body.slice(filtered.start, filtered.end)).toMatch(replacement);
          }
          restored += ran.body.slice(from);
          expect(normalize(restored)).toBe(normalize(sent));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('[T15] limits the number of changes and counts the rest', () => {
    const ran = run(buildTrack([masking]), 'foo '.repeat(limits.maxReportedChanges + 11));
    expect(ran.ok && [ran.receipt.changes?.length, ran.receipt.more]).toEqual([
      limits.maxReportedChanges,
      11,
    ]);
  });

  it('[T15] [T17] reports ordered places within the original text, the same on a retry', () => {
    const options: TrackOptions = {
      links: 'allow',
      linkHosts: ['tea.example'],
      redact: ['email', 'phone'],
    };
    const all = [
      masking,
      { ...blocking, tell: 'why' } as const,
      flagging,
      list('replacing', ['nice']),
    ];
    const odd = fc
      .array(
        fc.oneof(
          texts,
          fc.constantFrom(
            ' https://a.example/foo ',
            ' http://tea.example/ ',
            ' me@foo.example ',
            ' +49 30 1234567 ',
            'http://',
          ),
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(odd, (body) => {
        const ran = run(buildTrack(all, options), body);
        const changes = (ran.ok ? ran.receipt : ran.filter)?.changes ?? [];
        for (const { start, end } of changes) {
          expect(0 <= start && start < end && end <= body.length).toBe(true);
        }
        expect(changes.map(({ start }) => start)).toEqual(
          changes.map(({ start }) => start).sort((one, other) => one - other),
        );
        expect(run(buildTrack(all, options), body)).toEqual(ran);
      }),
      { numRuns: 300 },
    );
  });
});
