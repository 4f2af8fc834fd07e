// Reads an expression's text: tokens, document paths and placeholders. Caches parsed expressions by
// their text. condition.ts, update.ts and projection.ts interpret the words.

import { invalid } from './refusals.ts';
import { reservedWords } from './reserved-words.ts';
import { compare, typeOf, type Type, type Value } from './values.ts';

export type ExpressionKind =
  | 'UpdateExpression'
  | 'ConditionExpression'
  | 'KeyConditionExpression'
  | 'FilterExpression'
  | 'ProjectionExpression';

/** Attribute and map names, #aliases as written, and list indexes. */
export type Path = readonly (string | number)[];

/**
 * The type that a placeholder's value must have, which is known only when the expression is used.
 */
interface Demand {
  readonly value: string;
  readonly types: readonly Type[];
  /** The operator or function, as in the refusal's text. */
  readonly by: string;
}

export interface Parsed<T> {
  readonly kind: ExpressionKind;
  readonly root: T;
  readonly names: ReadonlySet<string>;
  readonly values: ReadonlySet<string>;
  readonly demands: readonly Demand[];
  /** Paths that must not lie within one another. */
  readonly apart: readonly Path[];
  /** The placeholders of a BETWEEN. The first must not be greater than the second. */
  readonly ranges: readonly (readonly [string, string])[];
}

const maxExpressionBytes = 4_096;
const maxOperators = 300;
const maxCached = 20_000;
const token = /\s*(?:([A-Za-z_]\w*|[#:]\w+|\d+|<>|<=|>=|[=<>()[\],.+-])|$)/y;
const isName = /^[A-Za-z_]/;

export function reader(kind: ExpressionKind, text: string) {
  const tokens = tokensOf(kind, text);
  const names = new Set<string>();
  const values = new Set<string>();
  const demands: Demand[] = [];
  const ranges: (readonly [string, string])[] = [];
  let at = 0;
  let operators = 0;

  const wrong = (why: string) => invalid(`Invalid ${kind}: ${why}`);
  const unexpected = () =>
    wrong(
      `Syntax error; token: "${peek() === '' ? '<EOF>' : peek()}", near: ` +
        `"${tokens.slice(Math.max(0, at - 1), at + 2).join(' ')}"`,
    );
  const peek = (ahead = 0): string => tokens[at + ahead] ?? '';
  const next = (): string => {
    at += 1;
    return tokens[at - 1] ?? '';
  };
  const accept = <T extends string>(...expected: readonly T[]): T | undefined => {
    const found = expected.find(
      (one) => one === (isName.test(one) ? peek().toUpperCase() : peek()),
    );
    if (found !== undefined) at += 1;
    return found;
  };
  const expect = (expected: string): void => {
    if (accept(expected) === undefined) throw unexpected();
  };

  const segment = (): string => {
    const name = peek();
    if (name.startsWith('#')) names.add(name);
    else if (!isName.test(name)) throw unexpected();
    else if (reservedWords.has(name.toUpperCase())) {
      throw wrong(`Attribute name is a reserved keyword; reserved keyword: ${name}`);
    }
    return next();
  };

  return {
    wrong,
    unexpected,
    peek,
    accept,
    expect,
    names,
    values,
    /** Counts an operator or function, up to the limit of an expression. */
    operator() {
      operators += 1;
      if (operators > maxOperators) {
        throw wrong(
          `The expression contains too many operators and functions; operator count: ${operators}`,
        );
      }
    },
    value(): string {
      if (!peek().startsWith(':')) throw unexpected();
      values.add(peek());
      return next();
    },
    path(): Path {
      const path: (string | number)[] = [segment()];
      for (;;) {
        if (accept('.') !== undefined) path.push(segment());
        else if (accept('[') !== undefined) {
          if (!/^\d+$/.test(peek())) throw unexpected();
          path.push(Number(next()));
          expect(']');
        } else return path;
      }
    },
    demand: (value: string, by: string, types: readonly Type[]) =>
      void demands.push({ value, by, types }),
    demandRange: (from: string, to: string) => void ranges.push([from, to]),
    end<T>(root: T, apart: readonly Path[] = []): Parsed<T> {
      if (peek() !== '') throw unexpected();
      return { kind, root, names, values, demands, ranges, apart };
    },
  };
}

export type Reader = ReturnType<typeof reader>;

function tokensOf(kind: ExpressionKind, text: string): string[] {
  const bytes = Buffer.byteLength(text);
  if (bytes === 0) throw invalid(`Invalid ${kind}: The expression can not be empty;`);
  if (bytes > maxExpressionBytes) {
    throw invalid(
      `Invalid ${kind}: Expression size has exceeded the maximum allowed size; expression ` +
        `size: ${bytes}`,
    );
  }
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (found === null) {
      throw invalid(
        `Invalid ${kind}: Syntax error; token: "${text.charAt(from)}", near: ` +
          `"${text.slice(from, from + 10)}"`,
      );
    }
    if (found[1] !== undefined) tokens.push(found[1]);
  }
  return tokens;
}

/** Parses each text only once. */
export function byText<T>(parse: (text: string) => Parsed<T>): (text: string) => Parsed<T> {
  const all = new Map<string, Parsed<T>>();
  return (text) => {
    const known = all.get(text);
    if (known !== undefined) return known;
    const parsed = parse(text);
    if (all.size >= maxCached) all.clear();
    all.set(text, parsed);
    return parsed;
  };
}

const typeNames: Record<Type, string> = {
  S: 'STRING',
  N: 'NUMBER',
  BOOL: 'BOOLEAN',
  NULL: 'NULL',
  SS: 'STRING_SET',
  NS: 'NUMBER_SET',
  L: 'LIST',
  M: 'MAP',
};

/** Refuses placeholders with values of the wrong type for their operators. */
export function checkDemands(
  { kind, demands, ranges }: Parsed<unknown>,
  values: Readonly<Record<string, Value>>,
): void {
  for (const { value, by, types } of demands) {
    const given = values[value];
    if (given === undefined || types.includes(typeOf(given))) continue;
    const type = typeOf(given);
    throw invalid(
      `Invalid ${kind}: Incorrect operand type for operator or function; ${by}, operand type: ` +
        (by.startsWith('operator: ') ? typeNames[type] : type),
    );
  }
  for (const [lower, upper] of ranges) {
    const [from, to] = [values[lower], values[upper]];
    if (from === undefined || to === undefined) continue;
    const order = compare(from, to);
    const bounds =
      `lower bound operand: AttributeValue: ${shown(from)}, upper bound operand: ` +
      `AttributeValue: ${shown(to)}`;
    if (order === undefined) {
      throw invalid(
        `Invalid ${kind}: The BETWEEN operator requires same data type for lower and upper ` +
          `bounds; ${bounds}`,
      );
    }
    if (order > 0) {
      throw invalid(
        `Invalid ${kind}: The BETWEEN operator requires upper bound to be greater than or ` +
          `equal to lower bound; ${bounds}`,
      );
    }
  }
}

const shown = (value: Value): string => `{${typeOf(value)}:${String(Object.values(value)[0])}}`;
