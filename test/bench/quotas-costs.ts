// Dollars per room, service by service, at the prices of quotas-facts.ts.

import { byName } from './by-name.ts';
import { used, type Use } from './quotas-account.ts';
import { logLineBytes, page, prices } from './quotas-facts.ts';

export const services = [
  'API Gateway',
  'Lambda',
  'DynamoDB',
  'SQS',
  'CloudWatch Logs',
  'CloudFront',
] as const;
export type Service = (typeof services)[number];

const gigabyte = 1_024 ** 3;

/** `members`: the number of browsers that load the page. */
export function computeCosts(use: Use, members: number): Readonly<Record<Service, number>> {
  return {
    'API Gateway':
      use.messages * prices.socketMessage +
      (use.connectionMilliseconds / 60_000) * prices.connectionMinute +
      use.httpRequests * prices.httpRequest,
    Lambda: use.invocations * prices.invocation + use.gigabyteSeconds * prices.gigabyteSecond,
    DynamoDB: use.writeUnits * prices.writeUnit + use.readUnits * prices.readUnit,
    // Sent, received and deleted.
    SQS: 3 * use.timers * prices.queueRequest,
    'CloudWatch Logs': ((use.logLines * logLineBytes) / gigabyte) * prices.logGigabyte,
    CloudFront:
      ((use.bytesOut + members * page.bytes) / gigabyte) * prices.edgeGigabyte +
      (use.handshakes + use.httpRequests + members * page.requests) * prices.edgeRequest,
  };
}

export const sumCosts = (costs: Readonly<Record<Service, number>>): number =>
  services.reduce((sum, service) => sum + costs[service], 0);

/** The mean use of several rooms. */
export function meanUse(uses: readonly Use[]): Use {
  return byName(used, (name) => uses.reduce((sum, use) => sum + use[name], 0) / uses.length);
}
