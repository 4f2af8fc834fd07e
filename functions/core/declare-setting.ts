// How a setting is declared and read. A setting is a text: an environment variable, or a value of
// the CDK context. Its declaration says how to parse the text, and describes it for people.

import * as v from 'valibot';

export interface Setting {
  /** The environment variable. Absent: the setting is for the CDK stack only. */
  readonly environment?: string;
  readonly schema: v.GenericSchema<string, unknown>;
  /** Absent: the setting has to be set, or may be left out if `isOptional`. */
  readonly default?: string;
  readonly isOptional?: true;
  /** For the table in docs/operations.md. Absent: the setting is not for people to set. */
  readonly description?: string;
  /** The default as the table shows it, if not the value itself. */
  readonly defaultDescription?: string;
}

/** By name. The code and the CDK context use the same names. */
export type SettingDeclarations = Readonly<Record<string, Setting>>;

export type SettingValues<Declarations extends SettingDeclarations> = {
  readonly [Name in keyof Declarations]:
    | v.InferOutput<Declarations[Name]['schema']>
    | (Declarations[Name] extends { readonly isOptional: true } ? undefined : never);
};

interface SettingProblem {
  readonly name: string;
  readonly environment: string | undefined;
  /** Follows the name in a sentence: `must be …`. */
  readonly message: string;
}

export type ReadSettings<Declarations extends SettingDeclarations> =
  | {
      readonly ok: true;
      readonly values: SettingValues<Declarations>;
      /** The texts that were parsed, with defaults, by environment variable. */
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly ok: false; readonly problems: readonly SettingProblem[] };

/** Reads all settings. `getText` returns undefined for a setting that is not set. */
export function readSettings<Declarations extends SettingDeclarations>(
  declarations: Declarations,
  getText: (name: keyof Declarations & string, setting: Setting) => string | undefined,
): ReadSettings<Declarations> {
  const values: Record<string, unknown> = {};
  const environment: Record<string, string> = {};
  const problems: SettingProblem[] = [];

  for (const [name, setting] of Object.entries(declarations)) {
    const text = getText(name, setting) ?? setting.default;
    if (text === undefined) {
      if (setting.isOptional !== true) {
        problems.push({ name, environment: setting.environment, message: 'must be set' });
      }
      continue;
    }

    const parsed = v.safeParse(setting.schema, text);
    if (parsed.success) {
      values[name] = parsed.output;
      if (setting.environment !== undefined) environment[setting.environment] = text;
    } else {
      const { message } = parsed.issues[0];
      problems.push({ name, environment: setting.environment, message });
    }
  }

  return problems.length === 0
    ? { ok: true, values: values as SettingValues<Declarations>, environment }
    : { ok: false, problems };
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads settings from environment variables. Throws one Error that names every bad variable. */
export function readEnvironment<Declarations extends SettingDeclarations>(
  declarations: Declarations,
  environment: Environment,
): Extract<ReadSettings<Declarations>, { readonly ok: true }> {
  const read = readSettings(declarations, (_, setting) =>
    setting.environment === undefined ? undefined : environment[setting.environment],
  );
  if (read.ok) return read;
  throw new Error(
    read.problems.map((problem) => `${problem.environment ?? ''} ${problem.message}`).join('\n'),
  );
}

/** Returns the texts of declared settings, by environment variable. */
export function toEnvironment<Declarations extends SettingDeclarations>(
  declarations: Declarations,
  texts: Readonly<Partial<Record<keyof Declarations, string>>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(declarations).flatMap(([name, { environment }]) => {
      const text = texts[name];
      return environment === undefined || text === undefined ? [] : [[environment, text]];
    }),
  );
}

/** Picks the values of the declared settings. */
export function pickSettings<Declarations extends SettingDeclarations>(
  declarations: Declarations,
  values: SettingValues<Declarations>,
): SettingValues<Declarations> {
  const names = Object.keys(declarations) as (keyof Declarations)[];
  return Object.fromEntries(
    names.map((name) => [name, values[name]]),
  ) as SettingValues<Declarations>;
}

/** Picks the environment variables of the declared settings. */
export function pickEnvironment(
  declarations: SettingDeclarations,
  environment: Environment,
): Readonly<Record<string, string>> {
  const names = new Set(Object.values(declarations).map((setting) => setting.environment));
  return Object.fromEntries(
    Object.entries(environment).filter(
      (entry): entry is [string, string] => names.has(entry[0]) && entry[1] !== undefined,
    ),
  );
}

// Schemas that several settings share.

interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** Such as `seconds`. */
  readonly unit: string;
}

export const wholeNumber = ({ min, max, unit }: NumberRange) => {
  const message = `must be a whole number from ${min} to ${max} (${unit})`;
  return v.pipe(
    v.string(),
    v.regex(/^\d{1,9}$/, message),
    v.transform(Number),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
};

/** Parses entries separated by commas. */
export const commaSeparated = <Item extends v.GenericSchema<string, unknown>>(item: Item) =>
  v.pipe(
    v.string(),
    v.transform((text) =>
      text
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    ),
    v.array(item),
  );

export const flag = v.pipe(
  v.picklist(['true', 'false'], 'must be true or false'),
  v.transform((text) => text === 'true'),
);

/** Scheme and host. */
export const originUrl = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^/\s]+$/, 'must be an origin: scheme and host, no path'),
);
