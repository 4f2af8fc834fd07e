// Ordinary text takes a fraction of the steps that a message may take: this repository's own files,
// the corpora, and writing of many kinds.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compile } from '../../functions/core/track/word-filter/matcher/compiler.ts';
import { Scanner } from '../../functions/core/track/word-filter/matcher/scanner.ts';
import { maxSteps } from '../../functions/core/track/word-filter/matcher/window-search.ts';
import { seedLists } from '../../functions/lists/seeds.ts';
import { limits } from '../../functions/protocol/limits.ts';

const scanner = new Scanner(compile(seedLists()));
const length = limits.maxBodyCharacters;

function countSteps(text: string): number {
  expect(scanner.find(text).ok).toBe(true);
  return scanner.steps;
}

const fill = (piece: string): string =>
  piece.repeat(Math.ceil(length / piece.length)).slice(0, length);

it('[T9] takes a fraction of its steps for the files of this repository', () => {
  const files = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0');
  const readable = files.filter((file) =>
    /\.(?:ts|tsx|md|json|ftl|css|html|txt|tsv|svg)$/.test(file),
  );
  const costs = readable.flatMap((file) => {
    const text = readFileSync(file, 'utf8').slice(0, 100 * length);
    const parts = Math.ceil(text.length / length);
    return Array.from({ length: parts }, (_, part) =>
      countSteps(text.slice(part * length, (part + 1) * length)),
    );
  });
  expect(costs.length).toBeGreaterThan(500);
  expect(Math.max(...costs)).toBeLessThan(maxSteps / 3);
});

it.each([
  ['a table', '| one | two | three |\n|-----|:---:|------:|\n| 1.5 | $20 | **x** |\n'],
  ['box drawings', '┌──────┬─────┐\n│ name │ age │\n└──────┴─────┘\n'],
  ['ASCII art', '  /\\_/\\  \n ( o.o ) \n  > ^ <  \n /|   |\\ \n(_|   |_)\n'],
  ['a banner of signs', `${'#'.repeat(78)}\n# ${'='.repeat(74)} #\n${'*'.repeat(78)}\n`],
  ['a cow', ' ^__^\n (oo)\\_______\n (__)\\       )\\/\\\n     ||----w |\n     ||     ||\n'],
  ['C', 'int main(int argc, char **argv) { for (i=0;i<n;i++) *p++ = a[i] & 0xff; }\n'],
  ['Python', 'y = x**2 + 2*x*y + self._f(a_b, c_d)  # see a/b\n'],
  ['Perl', 's/(\\w+)\\s*=>\\s*\\$(\\w+)/$h{$1} = @$2/ge;\n'],
  ['shell', 'for f in *.ts; do mv "$f" "${f%.ts}.mts" 2>&1 | tee -a log; done\n'],
  ['base64', 'TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5IGhpcyByZWFzb24+/8=\n'],
  ['numbers', '3.14 2,718.28 -42 1e9 0x7f 192.168.0.1 2026-12-01T00:00:00Z\n'],
  ['a long link', 'https://example.com/a-b_c/d.e?f=g&h=i%20j#k-l-m '],
  ['smileys', ':-) ;-P xD <3 ^_^ ¯\\_(ツ)_/¯ (╯°□°)╯︵ ┻━┻ :/ '],
  ['emoji', '👩‍👩‍👧‍👦👍🏽🇩🇪❤️‍🔥 '],
  ['emoji between words', 'so 🎉 happy 😀 for you 💖 '],
  ['spaced letters', 'T H E   E N D '],
  ['an abbreviation', 'e.g. U.S.A. a.m. i.e. p.s. '],
  ['laughter', 'hahahahahahahaha loooooool !!!!!!!!! ??? '],
  ['swearing', 'what the fuck is this shit, '],
  ['masked swearing', 'what the f*ck, you can do that? Oh sh!t, no. '],
  ['Chinese', '今天天气很好，我们一起去公园散步吧。你想吃什么？'],
  ['Japanese', '昨日は友達と映画を見に行きました。とても面白かったです！'],
  ['Korean', '오늘 날씨가 정말 좋네요. 같이 산책하러 갈까요? ㅋㅋㅋ '],
  ['Thai', 'วันนี้อากาศดีมาก เราไปเดินเล่นกันไหม '],
  ['Arabic', 'السَّلامُ عَلَيْكُمْ، كَيْفَ حَالُكَ اليَوْمَ؟ '],
  ['Hebrew', 'שָׁלוֹם, מַה שְּׁלוֹמְךָ הַיּוֹם? '],
  ['Hindi', 'आज मौसम बहुत अच्छा है, क्या हम घूमने चलें? '],
  ['Vietnamese', 'Hôm nay trời đẹp quá, mình đi dạo nhé? '],
  ['Greek', 'Σήμερα ο καιρός είναι πολύ καλός, πάμε βόλτα; '],
  ['Russian', 'Сегодня хорошая погода, пойдём гулять? '],
  ['Zalgo', 'Z̸̧͓̈́à̷̭l̵͇͆g̶̗̈o̸̱͂ c̶̤̊ȍ̵̜m̸͎̿e̵̬̋s̶̱̀ '],
  ['mathematical letters', '𝓱𝓮𝓵𝓵𝓸 𝕨𝕠𝕣𝕝𝕕 '],
  ['full width', 'Ｈｅｌｌｏ　ｗｏｒｌｄ！　'],
])('[T9] takes a fraction of its steps for %s', (_, piece) => {
  expect(countSteps(fill(piece))).toBeLessThan(maxSteps / 3);
});
