// The callers of the local server and their addresses. Behind a proxy, only its headers know them.

import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import proxyAddr from 'proxy-addr';
import type { LocalConfiguration } from '../local-settings.ts';

export type FindAddress = (request: IncomingMessage) => string;

export interface Callers {
  /**
   * Returns the caller's address for rate limits. A caller on this machine has no limit, unless it
   * may come from elsewhere through a proxy: then it is one of `anyone`.
   */
  readonly findAddress: FindAddress;
  /** Returns the origin of links: the public one, or else the one that the caller used. */
  readonly findOrigin: (request: IncomingMessage) => string;
  /**
   * Returns whether a request is meant for this server. Through DNS rebinding, a foreign page can
   * send requests here under a host name of its own, and would be taken for our page.
   */
  readonly knowsHost: (request: IncomingMessage) => boolean;
}

type CallerSettings = Pick<LocalConfiguration, 'trustedProxies' | 'publicOrigin' | 'port'>;

/** Returns the address at the other end of the connection. */
export const getPeerAddress: FindAddress = ({ socket }) => socket.remoteAddress ?? '127.0.0.1';

/** The unspecified address: no caller has it. */
const anyone = '0.0.0.0';

export function createCallers(
  { trustedProxies, publicOrigin, port }: CallerSettings,
  warn: (text: string) => void = console.warn,
): Callers {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  const knownNames = new Set(
    [hostname(), `${hostname()}.local`, ...(publicOrigin === undefined ? [] : [publicOrigin])].map(
      (name) => getHostName(name) ?? name,
    ),
  );
  let hasWarned = false;

  return {
    findAddress(request) {
      const address = proxyAddr(request, isTrusted);
      if (!isLoopback(address)) return address;
      if (trustedProxies.length > 0) return anyone;
      if (!isForwarded(request)) return address;
      if (!hasWarned) {
        hasWarned = true;
        warn(
          'Requests come through a proxy that is not trusted, so all callers share one limit. ' +
            'If the proxy is on this machine, set TRUSTED_PROXIES=loopback.',
        );
      }
      return anyone;
    },

    findOrigin: ({ headers }) => publicOrigin ?? `http://${headers.host ?? `localhost:${port}`}`,

    knowsHost({ headersDistinct }) {
      const [host, ...others] = headersDistinct['host'] ?? [];
      // Every browser sends it. If there are two, a proxy may use the other one.
      if (host === undefined) return true;
      if (others.length > 0) return false;
      const name = getHostName(host);
      if (name === undefined) return false;
      const isLocal = name === 'localhost' || name.endsWith('.localhost');
      // An address needs no DNS.
      return isLocal || isIP(name.replaceAll(/^\[|\]$/g, '')) !== 0 || knownNames.has(name);
    },
  };
}

const isLoopback = (address: string): boolean => proxyAddr.compile('loopback')(address, 0);

const isForwarded = ({ headers }: IncomingMessage): boolean =>
  ['x-forwarded-for', 'forwarded', 'via'].some((name) => headers[name] !== undefined);

/** Returns the host name of an origin or a Host header, in lower case and without its port. */
function getHostName(host: string): string | undefined {
  const url = host.includes('://') ? host : `http://${host}`;
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}
