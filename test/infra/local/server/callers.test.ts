// The callers of a local server: their addresses behind proxies, and their host names.

import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createCallers } from '../../../../infra/local/server/callers.ts';

interface Sent {
  readonly from?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function send({ from = '127.0.0.1', headers = {} }: Sent): IncomingMessage {
  const socket = Object.defineProperty(new Socket(), 'remoteAddress', { value: from });
  const headersDistinct = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  );
  return Object.assign(new IncomingMessage(socket), { headers, headersDistinct });
}

const port = 8100;
const withoutProxy = { trustedProxies: [], publicOrigin: undefined, port };
const behindProxy = { trustedProxies: ['loopback'], publicOrigin: 'https://chat.example', port };

describe('[L14] a caller’s address', () => {
  it('is its own if no proxy is trusted, whatever it says', () => {
    const { findAddress } = createCallers(withoutProxy);
    const headers = { 'x-forwarded-for': '198.51.100.1' };
    expect(findAddress(send({ from: '203.0.113.7', headers }))).toBe('203.0.113.7');
    expect(findAddress(send({}))).toBe('127.0.0.1');
  });

  it('is what the last trusted proxy saw, not what the caller wrote', () => {
    const { findAddress } = createCallers(behindProxy);
    const read = (forwarded: string, from?: string): string =>
      findAddress(send({ ...(from && { from }), headers: { 'x-forwarded-for': forwarded } }));
    expect(read('203.0.113.7')).toBe('203.0.113.7');
    expect(read('198.51.100.1, 203.0.113.7')).toBe('203.0.113.7');
    expect(read('2001:db8::1')).toBe('2001:db8::1');
    expect(read('203.0.113.7', '192.0.2.9')).toBe('192.0.2.9');
  });

  it('is nobody’s, which has limits, on this machine behind a trusted proxy', () => {
    const { findAddress } = createCallers(behindProxy);
    expect(findAddress(send({}))).toBe('0.0.0.0');
    expect(findAddress(send({ headers: { 'x-forwarded-for': '127.0.0.1' } }))).toBe('0.0.0.0');
  });

  it('is nobody’s behind a proxy that is not trusted, which is said once', () => {
    const warnings: string[] = [];
    const { findAddress } = createCallers(withoutProxy, (text) => warnings.push(text));
    for (const name of ['x-forwarded-for', 'forwarded', 'via']) {
      expect(findAddress(send({ headers: { [name]: '203.0.113.7' } }))).toBe('0.0.0.0');
    }
    expect(warnings).toEqual([expect.stringContaining('TRUSTED_PROXIES=loopback')]);
  });
});

describe('[L15] a host name', () => {
  const knows = (host: string | undefined, settings = withoutProxy): boolean =>
    createCallers(settings).knowsHost(send(host === undefined ? {} : { headers: { host } }));

  it.each([
    'localhost:8100',
    'LOCALHOST',
    'chat.localhost:8100',
    '127.0.0.1:8100',
    '192.168.1.20:8100',
    '[::1]:8100',
    `${hostname()}:8100`,
    undefined,
  ])('is known if no foreign DNS can answer for it: %s', (host) => {
    expect(knows(host)).toBe(true);
  });

  it.each(['foe.example:8100', 'localhost.foe.example', '127.0.0.1.foe.example', 'a b', ''])(
    'is unknown otherwise: %s',
    (host) => {
      expect(knows(host)).toBe(false);
    },
  );

  it('is known if it is the public one', () => {
    const settings = { ...withoutProxy, publicOrigin: 'https://Chat.example' as never };
    expect(knows('chat.example', settings)).toBe(true);
    expect(knows('other.example', settings)).toBe(false);
  });
});

describe('[L15] the origin of links', () => {
  it('is the public one, or else the one that the caller used', () => {
    const request = send({ headers: { host: 'localhost:9000' } });
    expect(createCallers(behindProxy).findOrigin(request)).toBe('https://chat.example');
    expect(createCallers(withoutProxy).findOrigin(request)).toBe('http://localhost:9000');
    expect(createCallers(withoutProxy).findOrigin(send({}))).toBe('http://localhost:8100');
  });
});
