// `filter`: one function a command. What is asked of the server is in server.ts, files' formats in
// functions/core/track/word-filter.

import { parseArgs } from 'node:util';
import {
  type Format,
  formats,
  readList,
  readWholeList,
  sameList,
  writeList,
} from '../../functions/core/track/word-filter/index.ts';
import type { WordList } from '../../functions/core/ports.ts';
import {
  Changed,
  DryRun,
  History,
  Lists,
  readAnswer,
  readListAnswer,
  Tested,
} from './filter-api-responses.ts';
import { help } from './help-text.ts';
import { done, failed, misused, type Files, type Outcome } from './command-result.ts';
import { askAt, type Answered, type Ask, type NotAnswered } from './filter-api-requests.ts';
import { differenceOf, markedText, table } from './terminal-output.ts';

interface Ports {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly files: Files;
}

const options = {
  url: { type: 'string' },
  'token-file': { type: 'string' },
  format: { type: 'string' },
  version: { type: 'string' },
  expect: { type: 'string' },
  sample: { type: 'string' },
  draft: { type: 'string' },
  list: { type: 'string', multiple: true },
  allow: { type: 'boolean' },
  add: { type: 'boolean' },
  new: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

interface Given {
  readonly ask: Ask;
  readonly files: Files;
  readonly values: Values;
  /** The list, where the command is about one. */
  readonly name: string;
  readonly rest: readonly string[];
}

type Command = (given: Given) => Promise<Outcome>;

export async function filter(
  args: readonly string[],
  { environment, files }: Ports,
): Promise<Outcome> {
  const parsed = parsedArgs(args);
  if (typeof parsed === 'string') return misused(parsed);
  const {
    values,
    positionals: [command, ...rest],
  } = parsed;
  if (values.help === true || command === undefined || command === 'help') return done(help);
  const act = Object.hasOwn(commands, command) ? commands[command] : undefined;
  if (act === undefined) return misused(`There is no command "filter ${command}".`);
  const isAboutOne = command !== 'list' && command !== 'test';
  if (isAboutOne && rest[0] === undefined) return misused(`Which list? filter ${command} <list>.`);

  const tokenFile = values['token-file'] ?? environment['ADMIN_TOKEN_FILE'];
  if (tokenFile === undefined) {
    return misused(
      "An administrator's token is needed: --token-file <file>, or ADMIN_TOKEN_FILE, where the server wrote one at start (ADMIN_TOKEN_FILE=.data/admin-token npm start).",
    );
  }
  const token = await contentOf(files, tokenFile);
  if (token === undefined) return failed(`The token file ${tokenFile} cannot be read.`);
  if (!/^\S+$/.test(token.trim())) {
    return failed(`The file ${tokenFile} holds something else than a token.`);
  }
  const ask = askAt({
    url: values.url ?? environment['TEN_MINUTE_CHAT_URL'] ?? 'http://localhost:8100',
    token: token.trim(),
  });
  return act({
    ask,
    files,
    values,
    name: isAboutOne ? (rest[0] ?? '') : '',
    rest: isAboutOne ? rest.slice(1) : rest,
  });
}

function parsedArgs(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    return error instanceof Error ? (error.message.split('. ', 1)[0]?.concat('.') ?? '') : '';
  }
}

const commands: Readonly<Record<string, Command>> = {
  list: async ({ ask, values }) => {
    const answered = await ask({});
    if (!answered.ok) return answered.outcome;
    if (values.json === true) return done(answered.text);
    const read = readAnswer(Lists, answered);
    if (!read.ok) return read.outcome;
    return done(
      table(
        ['list', 'version', 'language', 'action', 'forbidden', 'allowed'],
        read.value.lists.map((list) => ({
          ...list,
          list: list['name'],
          action: list['action'] ?? 'replace',
        })),
      ),
    );
  },

  show: async (given) => {
    const { ask, name, values } = given;
    const format = formatOf(values.format ?? (values.json === true ? 'json' : 'text'));
    if (format === undefined) return noFormat(values.format);
    const version =
      values.version === undefined ? '' : `&version=${encodeURIComponent(values.version)}`;
    const answered = await ask({ path: `${pathOf(name)}?format=${format}${version}` });
    return answered.ok ? done(answered.text) : answered.outcome;
  },

  export: async ({ ask, files, name, rest: [file], values }) => {
    const format = formatOf(values.format ?? formatOfFile(file));
    if (format === undefined) return noFormat(values.format);
    const read = await listOf(ask, name);
    if (!read.ok) return read.outcome;
    const text = writeList(read.list, format);
    if (file === undefined || file === '-') return done(text);
    try {
      await files.write(file, text);
    } catch {
      return failed(`${file} cannot be written.`);
    }
    return done(`Version ${read.list.version} of ${name} is in ${file}.`);
  },

  add: (given) => patched(given, given.values.allow === true ? 'allow' : 'add'),
  remove: (given) => patched(given, given.values.allow === true ? 'disallow' : 'remove'),

  import: async (given) => {
    const { ask, name, values } = given;
    if (values.expect !== undefined && !/^\d+$/.test(values.expect)) {
      return misused(`--expect takes a version, not "${values.expect}".`);
    }
    const read = await fileOf(given, given.rest[0]);
    if (!read.ok) return read.outcome;
    const stands = await listOf(ask, name);
    if (!stands.ok && stands.status !== 404) return stands.outcome;
    if (stands.ok && values.new === true) return failed(`There is a list ${name} already.`);
    const before: Partial<WordList> = stands.ok ? stands.list : {};
    const { version: _, ...kept } = before;
    const list = {
      language: 'en',
      replacements: ['***'],
      ...kept,
      ...read.list,
      ...(values.add === true ? united(before, read.list) : {}),
      name,
    };
    if (values['dry-run'] === true) return dryRun(given, { before, list });
    if (stands.ok && values.expect === undefined && isSame(stands.list, list)) {
      return done(`Nothing differs: ${name} stays at version ${stands.list.version}.`);
    }
    const ifMatch = values.expect === undefined ? before.version : Number(values.expect);
    const answered = await ask({
      method: 'PUT',
      path: pathOf(name),
      body: list,
      ...(ifMatch === undefined ? { ifNoneMatch: '*' } : { ifMatch: `"${ifMatch}"` }),
    });
    return answered.ok ? changed(given, answered) : answered.outcome;
  },

  diff: async (given) => {
    const {
      ask,
      name,
      rest: [from, to],
    } = given;
    if (from === undefined) {
      return misused('Since which version, or to which file? filter diff <list> <N|file> [<N>].');
    }
    const isVersion = /^\d+$/.test(from);
    const old = await listOf(ask, name, isVersion ? from : undefined);
    if (!old.ok) return old.outcome;
    if (!isVersion) {
      const read = await fileOf(given, from);
      return read.ok ? done(differenceOf(old.list, { ...old.list, ...read.list })) : read.outcome;
    }
    const young = await listOf(ask, name, to);
    return young.ok ? done(differenceOf(old.list, young.list)) : young.outcome;
  },

  test: async (given) => {
    const { ask, rest, values } = given;
    const body = rest.join(' ');
    if (body === '') return misused('Which text? filter test <text>.');
    const draft = values.draft === undefined ? undefined : await fileOf(given, values.draft);
    if (draft?.ok === false) return draft.outcome;
    const asked = {
      body,
      ...(values.list === undefined ? {} : { lists: values.list }),
      ...(draft === undefined
        ? {}
        : { draft: { language: 'en', replacements: ['***'], ...draft.list } }),
    };
    const answered = await ask({ method: 'POST', path: '/test', body: asked });
    if (!answered.ok) return answered.outcome;
    if (values.json === true) return done(answered.text);
    const read = readAnswer(Tested, answered);
    return read.ok ? done(markedText(body, read.value)) : read.outcome;
  },

  history: async ({ ask, name, values }) => {
    const answered = await ask({ path: `${pathOf(name)}/history` });
    if (!answered.ok) return answered.outcome;
    if (values.json === true) return done(answered.text);
    const read = readAnswer(History, answered);
    if (!read.ok) return read.outcome;
    return done(
      table(
        ['version', 'at', 'by', 'entries', 'added', 'removed', ''],
        read.value.history.map((change) => ({
          ...change,
          at: change['at'] ?? 'with the program',
          by: change['by'] ?? '',
          '': change['gone'] === true ? 'deleted' : '',
        })),
      ),
    );
  },

  rollback: async (given) => {
    const version = Number(given.rest[0]);
    if (!Number.isSafeInteger(version)) {
      return misused('To which version? filter rollback <list> <N>.');
    }
    const answered = await given.ask({
      method: 'POST',
      path: `${pathOf(given.name)}/rollback`,
      body: { version },
    });
    return answered.ok ? changed(given, answered) : answered.outcome;
  },

  delete: async (given) => {
    const answered = await given.ask({ method: 'DELETE', path: pathOf(given.name) });
    if (!answered.ok || given.values.json === true) {
      return answered.ok ? done(answered.text) : answered.outcome;
    }
    const read = readAnswer(Changed, answered);
    if (!read.ok) return read.outcome;
    return done(
      `${given.name} is deleted. To bring it back: npx ten-minute-chat filter rollback ${given.name} ${read.value.version - 1}`,
    );
  },
};

async function patched(
  given: Given,
  what: 'add' | 'remove' | 'allow' | 'disallow',
): Promise<Outcome> {
  if (given.rest.length === 0) {
    return misused(
      `Which entries? filter ${what === 'add' || what === 'allow' ? 'add' : 'remove'} <list> <entry>...`,
    );
  }
  const answered = await given.ask({
    method: 'PATCH',
    path: pathOf(given.name),
    body: { [what]: given.rest },
  });
  if (!answered.ok && answered.status === 404) {
    return failed(
      `There is no word list "${given.name}". To make one: npx ten-minute-chat filter import ${given.name} <file>`,
    );
  }
  return answered.ok ? changed(given, answered) : answered.outcome;
}

/** What a change came to, with what the server warns of. */
function changed({ values, name }: Given, answered: Answered): Outcome {
  if (values.json === true) return done(answered.text);
  const read = readAnswer(Changed, answered);
  if (!read.ok) return read.outcome;
  const { version, added, removed, missing, warnings } = read.value;
  return done(
    [
      `${name} is at version ${version}: ${added} added, ${removed} removed.`,
      ...missing.map((entry) => `Not in the list: ${entry}`),
      ...warnings.map(
        ({ entry, words }) => `Take care: "${entry}" catches common words: ${words.join(', ')}`,
      ),
    ].join('\n'),
  );
}

async function dryRun(
  given: Given,
  {
    before,
    list,
  }: {
    readonly before: Partial<WordList>;
    readonly list: Readonly<Record<string, unknown>>;
  },
): Promise<Outcome> {
  const difference = differenceOf(before, list);
  if (given.values.sample === undefined) return done(difference);
  const sample = await contentOf(given.files, given.values.sample);
  if (sample === undefined) return failed(`${given.values.sample} cannot be read.`);
  const answered = await given.ask({
    method: 'POST',
    path: '/dry-run',
    body: { draft: list, sample: sample.split(/\r?\n/).filter((line) => line !== '') },
  });
  if (!answered.ok) return answered.outcome;
  const read = readAnswer(DryRun, answered);
  if (!read.ok) return read.outcome;
  const { newlyCaught, noLongerCaught, caught, released } = read.value;
  const lines = (title: string, count: number, all: typeof caught): string[] => [
    `${title}: ${count}`,
    ...all.map(({ text }) => `  ${text}`),
  ];
  return done(
    [
      difference,
      ...lines('Newly caught', newlyCaught, caught),
      ...lines('No longer caught', noLongerCaught, released),
    ].join('\n'),
  );
}

function isSame(before: WordList, sent: Readonly<Record<string, unknown>>): boolean {
  const read = readWholeList(before.name, sent);
  return read.ok && sameList(before, read.list);
}

type FromServer = { readonly ok: true; readonly list: WordList } | NotAnswered;

async function listOf(ask: Ask, name: string, version?: string): Promise<FromServer> {
  const answered = await ask({
    path: `${pathOf(name)}${version === undefined ? '' : `?version=${encodeURIComponent(version)}`}`,
  });
  if (!answered.ok) return answered;
  const read = readListAnswer(answered);
  return read.ok ? { ok: true, list: read.value } : read;
}

type FromFile =
  | { readonly ok: true; readonly list: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly outcome: Outcome };

async function fileOf({ files, values }: Given, path: string | undefined): Promise<FromFile> {
  const not = (outcome: Outcome): FromFile => ({ ok: false, outcome });
  if (path === undefined) return not(misused('Which file? - reads standard input.'));
  const format = formatOf(values.format ?? formatOfFile(path));
  if (format === undefined) return not(noFormat(values.format));
  const content = await contentOf(files, path);
  if (content === undefined) return not(failed(`${path} cannot be read.`));
  const read = readList(content, format);
  if (!read.ok) return not(failed(`${path}: ${read.problem}.`));
  // A file says under which name it was exported; the command says under which it comes in.
  // Versions are the server's.
  const { version: _version, hits: _hits, name: _name, ...list } = read.list;
  return { ok: true, list };
}

const united = (one: Partial<WordList>, other: Readonly<Record<string, unknown>>) => {
  const both = (key: 'forbidden' | 'allowed'): readonly unknown[] => [
    ...new Set<unknown>([...(one[key] ?? []), ...((other[key] ?? []) as readonly unknown[])]),
  ];
  return {
    forbidden: both('forbidden'),
    ...(both('allowed').length === 0 ? {} : { allowed: both('allowed') }),
  };
};

async function contentOf(files: Files, path: string): Promise<string | undefined> {
  try {
    return await files.read(path);
  } catch {
    return undefined;
  }
}

const pathOf = (name: string): string => `/${encodeURIComponent(name)}`;
const formatOf = (name: string): Format | undefined => formats.find((format) => format === name);
const formatOfFile = (file = ''): Format =>
  file.endsWith('.json') ? 'json' : file.endsWith('.csv') ? 'csv' : 'text';
const noFormat = (name = ''): Outcome =>
  misused(`There is no format "${name}"; there are ${formats.join(', ')}.`);
