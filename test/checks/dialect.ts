// The phrases that plain English avoids (see CONTRIBUTING.md), each with what to write instead.
// `npm run style` looks for them in comments, test titles, docs and the page's English texts.

interface Phrase {
  readonly pattern: RegExp;
  readonly advice: string;
}

/** One offence: where it is, the words, and the advice. */
export interface Finding {
  readonly file: string;
  readonly line: number;
  readonly words: string;
  readonly advice: string;
}

const name = 'Name the person or thing.';
const active = 'Use the active voice.';

const phrases: readonly Phrase[] = [
  { pattern: /\bwho(m)?ever\b/i, advice: name },
  { pattern: /\bthat which\b/i, advice: name },
  { pattern: /\b(for|to|by|of|with|each of|none of) whom\b/i, advice: name },
  { pattern: /\b(for|to|by|of) who\b/i, advice: name },
  {
    pattern: /\b(those|he|she|one|somebody|nobody) who\b/i,
    advice: 'Say "a member who" or "anyone who".',
  },
  // A question may begin with Who or What; a statement may not.
  {
    pattern: /(?:^|[.;:] )(?:who|what|whatever) (?!about\b|if\b|else\b)[^?.;:]*[.;:](?!\?)/i,
    advice: name,
  },
  { pattern: /\b(is|are|was|were|be|been|being) told\b/i, advice: active },
  { pattern: /\btold (of|by|about|how|that|to)\b/i, advice: active },
  { pattern: /\bis being asked\b/i, advice: active },
  { pattern: /\bso that\b/i, advice: 'Write "so".' },
  { pattern: /\bbeside (it|them|this|that|the)\b/i, advice: 'Write "next to" or "besides".' },
  { pattern: /\b(some|all|many|most|each|none|two) of which\b/i, advice: 'Start a new sentence.' },
  { pattern: /\bsees? to it\b/i, advice: 'Write "ensures" or the verb itself.' },
  { pattern: /\bstands? (there|for|in the place)\b/i, advice: 'Write "is".' },
  { pattern: /\bnothing of (it|them|this)\b/i, advice: 'Write "none of it".' },
  { pattern: /\b(goes|go|went) on\b(?! to\b)/i, advice: 'Write "continues".' },
  { pattern: /\b(goes|go|come|comes) in\b(?=[.,;])/i, advice: 'Write "joins" or "arrives".' },
  {
    pattern: /\b(is|are|was|were) no (good|matter|mistake|promise|use|fault)\b/i,
    advice: 'Write "is not".',
  },
  { pattern: /\bhad better\b/i, advice: 'Write "should".' },
  { pattern: /\bto be had\b/i, advice: 'Write "available".' },
  { pattern: /\bat once\b/i, advice: 'Write "immediately" or "at the same time".' },
  { pattern: /\bhas it that\b/i, advice: 'Write "says".' },
  { pattern: /\bnot (in vain|for nothing)\b|\bin vain\b/i, advice: 'Say what fails.' },
  { pattern: /\b(baton|seats?)\b/i, advice: 'Write "delivery lease" or "subscription".' },
  { pattern: /\btail alarm|\balarm (rings|that rings)\b/i, advice: 'Write "timer".' },
  { pattern: /\bno (longer|sooner) than\b.*\bheld\b/i, advice: active },
  { pattern: /\bthe (said|told|kept|asked)\b/i, advice: 'Use a noun.' },
  {
    pattern: /\bwhat (was|is|has been|had been) (said|told|kept|asked|meant|noted)\b/i,
    advice: 'Use a noun.',
  },
];

/** Finds the phrases in one piece of text. `line`: the line the text starts at. */
export function findDialect(file: string, text: string, line: number): readonly Finding[] {
  return phrases.flatMap(({ pattern, advice }) => {
    const words = pattern.exec(text);
    if (words === null) return [];
    const before = text.slice(0, words.index).split('\n').length - 1;
    return [{ file, line: line + before, words: words[0].trim().slice(0, 60), advice }];
  });
}

/** Finds the numbers of rules in a text that people read. V1 and V2 are versions of the wire. */
export function findRuleNames(file: string, text: string, line: number): readonly Finding[] {
  return [...text.matchAll(/(?<![\w.#-])(?!V[12]\b)[A-Z]\d{1,2}(?![\w.-])/g)].map(([words]) => ({
    file,
    line,
    words,
    advice: 'Say what the rule says.',
  }));
}
