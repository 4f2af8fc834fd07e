// Checks the documentation against the code: paths, links, commands, settings and numbers.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { roomSettings } from '../functions/core/room-settings.ts';
import { events } from '../functions/core/receive.ts';
import { httpApi } from '../functions/protocol/http.ts';
import { limits } from '../functions/protocol/limits.ts';
import { stackSettings } from '../infra/aws/stack-settings.ts';
import { localSettings } from '../infra/local/local-settings.ts';
import { synthesize } from './infra/aws/synthesize.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const pages = [
  ...['README.md', 'SPEC.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.md'))
    .map((path) => `docs/${path}`),
];

/** A page without its code blocks. */
const readProse = (page: string): string => read(page).replaceAll(/^ *```[^]*?^ *```/gm, '');

function findAll(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}

/** The anchors that GitHub makes from a page's headings. */
function readAnchors(page: string): readonly string[] {
  return findAll(readProse(page), /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(pages)('%s', (page) => {
  it('links to files and headings that exist', () => {
    const broken = findAll(readProse(page), /\]\(([^)\s]+)\)/g)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path = '', anchor] = target.split('#', 2);
        const file = path === '' ? page : normalize(join(dirname(page), path));
        if (!existsSync(join(root, file))) return true;
        return anchor !== undefined && !readAnchors(file).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('names paths that exist', () => {
    const named = findAll(readProse(page), /`((?:functions|infra|web|test|docs)\/[\w./@-]*)`/g);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('names commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as {
      readonly scripts: Readonly<Record<string, string>>;
    };
    const named = findAll(read(page), /npm run ([\w:-]+)/g);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it('wraps its prose at 100 columns', () => {
    const long = readProse(page)
      .split('\n')
      .filter((line) => line.length > 100 && !/^ *(\||<img )/.test(line));
    expect(long).toEqual([]);
  });
});

describe('CONTRIBUTING.md', () => {
  it('uses the next free numbers of SPEC.md in its recipes', () => {
    const contributing = read('CONTRIBUTING.md');
    const taken = findAll(read('SPEC.md'), /\*\*([A-Z]+\d+)\*\*/g);
    const [, ...free] = /A free number is .*?: (W\d+), or (T\d+)/s.exec(contributing) ?? [];
    const previous = free.map((id) => id.replace(/\d+/, (number) => String(Number(number) - 1)));
    expect(free).toHaveLength(2);
    expect(free.filter((id) => taken.includes(id))).toEqual([]);
    expect(previous.filter((id) => !taken.includes(id))).toEqual([]);

    const cited = new Set(findAll(contributing, /^ *it\('\[([A-Z]+\d+)\]/gm));
    expect([...cited].filter((id) => !taken.includes(id)).toSorted()).toEqual(free.toSorted());
  });
});

describe('README.md', () => {
  it('has at most 150 lines', () => {
    expect(read('README.md').split('\n').length).toBeLessThanOrEqual(150);
  });

  it('shows a claim in every example that joins a room', () => {
    for (const page of ['README.md', 'docs/protocol.md']) {
      const examples = findAll(read(page), /^```js\n([^]*?)^```/gm);
      const joining = examples.filter((example) => example.includes('socket.channel('));
      expect(joining.length).toBeGreaterThan(0);
      expect(joining.every((example) => example.includes('claim:'))).toBe(true);
    }
  });
});

describe('docs/http-api.md', () => {
  it('lists every route of functions/protocol/http.ts with its scope', () => {
    const rows = read('docs/http-api.md').matchAll(
      /^\| `([A-Z]+ \/[^?`]*)[^`]*` +\| `?([a-z:]+)`? +\|$/gm,
    );
    const listed = Object.fromEntries([...rows].map(([, route, scope]) => [route, scope]));
    const expected = Object.entries(httpApi).map(([route, { scope }]) => [route, scope ?? 'none']);
    expect(listed).toEqual(Object.fromEntries(expected));
  });
});

describe('docs/operations.md', () => {
  const { resources } = synthesize();

  it('counts what the stack creates', () => {
    const count = (type: string): number => Object.keys(resources(type)).length;
    const functions = Object.values(resources('AWS::Lambda::Function')).filter(
      ({ Properties }) => Properties['Runtime'] === 'nodejs24.x' && 'Environment' in Properties,
    );
    const operations = read('docs/operations.md');
    const tables = count('AWS::DynamoDB::GlobalTable');
    expect(operations).toContain(
      `${functions.length} Lambda functions and ${tables} DynamoDB tables`,
    );
    expect(operations).toContain(`${count('AWS::SQS::Queue')} SQS queues`);
    expect(operations).toContain(`The stack has ${count('AWS::CloudWatch::Alarm')} alarms`);
  });

  it('lists every setting, and no other environment variable', () => {
    const settings = { ...roomSettings, ...localSettings };
    const variables = Object.values(settings).map(({ environment }) => environment);
    const operations = read('docs/operations.md');
    expect(findAll(operations, /^\| `([A-Z_]+)` +\|/gm).toSorted()).toEqual(variables.toSorted());

    const listed = findAll(operations, /^\| [^|]* +\| `([A-Za-z]+)` +\|/gm);
    const context = Object.keys({ ...roomSettings, ...stackSettings });
    expect(listed.toSorted()).toEqual(context.toSorted());
  });

  it('names the alarms that the stack creates', () => {
    const named = findAll(read('docs/operations.md'), /^- \*\*`…?([A-Za-z]+)`\*\*: /gm);
    const ids = Object.keys(resources('AWS::CloudWatch::Alarm'));
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => !ids.some((id) => id.includes(name)))).toEqual([]);
    expect(ids.filter((id) => !named.some((name) => id.includes(name)))).toEqual([]);
  });
});

describe('docs/protocol.md', () => {
  it('lists every event of functions/core/receive.ts with its scope', () => {
    const rows = read('docs/protocol.md').matchAll(
      /^\| `([a-z_]+)` +\| (send|receive|moderate) /gm,
    );
    const listed = Object.fromEntries([...rows].map(([, event, scope]) => [event, scope]));
    const expected = [...events].map(([event, { scope }]) => [event, scope]);
    expect(listed).toEqual(Object.fromEntries(expected));
  });

  it('states the limits of functions/protocol/limits.ts', () => {
    const rows = new Map(
      [...read('docs/protocol.md').matchAll(/^\| ([a-z][^|`]*?) +\| ([^|]+?) +\|$/gm)].map(
        ([, what = '', limit = '']) => [what, limit],
      ),
    );
    const number = (value: number): string => value.toLocaleString('en');
    const kilobytes = (bytes: number): string => `${bytes / 1_024} KB`;
    const rate = ({ perSecond, burst }: { perSecond: number; burst: number }): string =>
      `${perSecond} a second, burst ${burst}`;
    const steps = ({ perSecond, burst }: { perSecond: number; burst: number }): string =>
      `${number(perSecond)} steps a second, burst ${number(burst)}`;
    const { maxBodyCharacters, maxBodyBytes, maxFrameBytes, maxFrameDepth } = limits;
    const minutes = limits.roomsPerAddressWindowSeconds / 60;

    expect(Object.fromEntries(rows)).toMatchObject({
      'message body': `${number(maxBodyCharacters)} characters and ${kilobytes(maxBodyBytes)}`,
      'frame from a client': `${kilobytes(maxFrameBytes)}, nested ${maxFrameDepth} levels deep`,
      name: `1 to ${limits.maxNameCharacters} characters`,
      'title of a room': `at most ${limits.maxTitleCharacters} characters`,
      'names in a room': number(limits.maxMembersPerRoom),
      'bots in a room': number(limits.maxBotsPerRoom),
      'names of a token over HTTP': number(limits.maxNamesPerToken),
      'connections of a member': number(limits.maxConnectionsPerMember),
      'rooms on a connection': number(limits.maxRoomsPerConnection),
      'messages of a connection': rate(limits.messageRates.connection),
      'messages of a member': rate(limits.messageRates.member),
      'messages of a room': rate(limits.messageRates.room),
      'filter work of a member': steps(limits.filterWork.member),
      'filter work of a room': steps(limits.filterWork.room),
      'other requests of a connection': rate(limits.requestRate),
      'consecutive rejections before close 1008': number(limits.maxConsecutiveRefusals),
      'frames of a connection before close 1008': rate(limits.frameRate),
      'rooms created from one address': expect.stringContaining(
        `${limits.maxRoomsPerAddress} in ${minutes} minutes`,
      ) as string,
    });
  });
});
