// Inputs that are nearly right: examples with a few edits, which fast-check shrinks to the fewest.

import fc from 'fast-check';

/** Pieces that break parsers. */
const pieces = [
  '',
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  '-0',
  '1e999',
  '9007199254740993',
  '\r\n',
  '\n',
  '\u0000',
  '\u2028',
  '\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  '%00',
  '..%2f',
  '=',
  '.',
  'é',
  '🫖',
  '\ufeff',
];

const edit = fc.record({
  /** A share of the text's length. */
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(40)),
  added: fc.oneof(
    fc.constantFrom(...pieces),
    fc.string({ maxLength: 4 }),
    fc.string({ unit: 'binary', maxLength: 4 }),
    // Depth and length.
    fc
      .tuple(fc.constantFrom('[', '{"a":', ' ', 'x', '0'), fc.nat(200))
      .map(([s, n]) => s.repeat(n)),
  ),
});

const apply = (
  text: string,
  edits: readonly (typeof edit extends fc.Arbitrary<infer E> ? E : never)[],
) =>
  edits.reduce((current, { at, removed, added }) => {
    const from = Math.floor(at * current.length);
    return current.slice(0, from) + added + current.slice(from + removed);
  }, text);

/** Texts near to examples, and now and then one from nowhere. */
export const nearText = (...examples: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc
        .tuple(fc.constantFrom(...examples), fc.array(edit, { maxLength: 4 }))
        .map(([text, edits]) => apply(text, edits)),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  );

/** JSON values near to examples: members replaced, removed or repeated under other names. */
export const nearJson = (...examples: readonly object[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(
          fc.constantFrom(...examples),
          fc.array(fc.tuple(fc.nat(9), fc.oneof(strangeValue, fc.jsonValue({ maxDepth: 3 }))), {
            maxLength: 2,
          }),
        )
        .map(([example, changes]) => {
          const members = Object.entries(example);
          for (const [index, value] of changes) {
            const [name] = members[index % Math.max(1, members.length)] ?? ['other'];
            members.push([name, value]);
          }
          return Object.fromEntries(members);
        }),
    },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  );

const strangeValue = fc.constantFrom<unknown>(
  null,
  true,
  '',
  ' ',
  0,
  -1,
  1.5,
  2 ** 53,
  1e308,
  [],
  {},
  '\u0000',
  '\ud800',
  'x'.repeat(5_000),
  { __proto__: null, toString: 1 },
  '../../etc/passwd',
  '<img src=x onerror=alert(1)>',
);
