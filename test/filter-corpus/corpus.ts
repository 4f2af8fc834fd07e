// The labelled corpus. make.ts generates its lines, lines.tsv, from files written by hand.

import { readFileSync } from 'node:fs';

export type Label = 'plain' | 'disguised' | 'innocent';

export interface Line {
  readonly language: string;
  readonly label: Label;
  /** The rule of make.ts that disguised the line, or `by hand`. */
  readonly rule: string;
  readonly text: string;
}

export const languages = ['en', 'de', 'es', 'fr', 'ru', 'ja'] as const;

const readFile = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

/** Returns the sections of a file written by hand. */
export function readSections(language: string): Readonly<Record<string, readonly string[]>> {
  const sections: Record<string, string[]> = {};
  let section: string[] = [];
  for (const line of readFile(`${language}.txt`).split('\n')) {
    if (line.startsWith('# ')) sections[line.slice(2).toLowerCase()] = section = [];
    else if (line !== '') section.push(line);
  }
  return sections;
}

export function readLines(): readonly Line[] {
  return readFile('lines.tsv')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [language = '', label = '', rule = '', text = ''] = line.split('\t');
      return { language, label: label as Label, rule, text: JSON.parse(text) as string };
    });
}
