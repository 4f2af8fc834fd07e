// The filter's peers: other libraries, each used as its documentation says, a plain regular
// expression, and a floor that only splits words.

import * as profanity from '@2toad/profanity';
import { Filter as BadWords } from 'bad-words';
import leo from 'leo-profanity';
import { DataSet, englishRecommendedTransformers, parseRawPattern, RegExpMatcher } from 'obscenity';
import { compile } from '../../functions/core/track/word-filter/matcher/compiler.ts';
import { Scanner } from '../../functions/core/track/word-filter/matcher/scanner.ts';

export interface PeerList {
  readonly language: string;
  readonly forbidden: readonly string[];
  readonly allowed?: readonly string[];
}

export interface Peer {
  readonly name: string;
  /** Builds a matcher for some entries. The result says whether a text contains one. */
  build(list: PeerList): (text: string) => boolean;
}

const escapePattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

export const ours: Peer = {
  name: 'this filter',
  build(list) {
    const finder = new Scanner(compile([{ name: 'list', ...list }]));
    return (text) => {
      const found = finder.find(text);
      return !found.ok || found.matches.length > 0;
    };
  },
};

export const floor: Peer = {
  name: 'split and look up',
  build({ forbidden }) {
    const words = new Set(forbidden.map((entry) => entry.toLowerCase()));
    return (text) => {
      let found = false;
      for (const word of text.toLowerCase().split(/\W+/)) if (words.has(word)) found = true;
      return found;
    };
  },
};

export const peers: readonly Peer[] = [
  {
    name: 'regular expression',
    build({ forbidden }) {
      const pattern = new RegExp(
        `(?<![\\p{L}\\p{N}])(?:${forbidden.map(escapePattern).join('|')})(?![\\p{L}\\p{N}])`,
        'iu',
      );
      return (text) => pattern.test(text);
    },
  },
  {
    name: 'obscenity',
    build({ forbidden, allowed = [] }) {
      const data = new DataSet<{ originalWord: string }>();
      for (const entry of forbidden) {
        data.addPhrase((phrase) => {
          const named = phrase
            .setMetadata({ originalWord: entry })
            .addPattern(parseRawPattern(`|${entry.toLowerCase().replace(/[[\]?|\\]/g, '\\$&')}|`));
          return allowed.reduce((kept, term) => kept.addWhitelistedTerm(term), named);
        });
      }
      const matcher = new RegExpMatcher({ ...data.build(), ...englishRecommendedTransformers });
      return (text) => matcher.hasMatch(text);
    },
  },
  {
    name: 'leo-profanity',
    build({ forbidden, allowed = [] }) {
      leo.clearList();
      leo.add([...forbidden]);
      leo.addWhitelist([...allowed]);
      return (text) => leo.check(text);
    },
  },
  {
    name: 'bad-words',
    build({ forbidden, allowed = [] }) {
      const filter = new BadWords({ emptyList: true });
      for (let at = 0; at < forbidden.length; at += 5_000) {
        filter.addWords(...forbidden.slice(at, at + 5_000));
      }
      if (allowed.length > 0) filter.removeWords(...allowed);
      return (text) => filter.isProfane(text);
    },
  },
  {
    name: '@2toad/profanity',
    build({ forbidden, allowed = [] }) {
      const filter = new profanity.Profanity({
        languages: ['en'],
        wholeWord: true,
        unicodeWordBoundaries: true,
      });
      filter.removeWords([...(profanity.profaneWords.get('en') ?? [])]);
      for (let at = 0; at < forbidden.length; at += 5_000) {
        filter.addWords([...forbidden.slice(at, at + 5_000)]);
      }
      filter.whitelist.addWords([...allowed]);
      return (text) => filter.exists(text);
    },
  },
];
