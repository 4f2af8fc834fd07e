// The labelled corpus: what its lines are and how they are read. The lines are in lines.tsv, which
// make.ts makes of what was written by hand.

import { readFileSync } from 'node:fs';

export type Label = 'plain' | 'disguised' | 'innocent';

export interface Line {
  readonly language: string;
  readonly label: Label;
  /** How a disguised line came about: a rule of make.ts, or `by hand`. */
  readonly rule: string;
  readonly text: string;
}

export const languages = ['en', 'de', 'es', 'fr', 'ru', 'ja'] as const;

const fileOf = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** The sections of a hand-written file. */
export function sectionsOf(language: string): Readonly<Record<string, readonly string[]>> {
  const sections: Record<string, string[]> = {};
  let section: string[] = [];
  for (const line of fileOf(`${language}.txt`).split('\n')) {
    if (line.startsWith('# ')) sections[line.slice(2).toLowerCase()] = section = [];
    else if (line !== '') section.push(line);
  }
  return sections;
}

export function linesOf(): readonly Line[] {
  return fileOf('lines.tsv')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [language = '', label = '', rule = '', text = ''] = line.split('\t');
      return { language, label: label as Label, rule, text: JSON.parse(text) as string };
    });
}
