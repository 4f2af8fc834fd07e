// The table of reasons, and its copy in docs/protocol.md.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reasons, refusalBody, refuse, type Reason } from '../../functions/protocol/reasons.ts';

const codes = Object.keys(reasons) as Reason[];

describe('reasons', () => {
  it('[W19] appear in docs/protocol.md with their statuses and messages', () => {
    const page = readFileSync(new URL('../../docs/protocol.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z_ ]+)` +\| (\d{3}) +\| (.+?) *\|$/gm)].map(
      ([, code, status, message]) => [code, Number(status), message],
    );
    expect(rows).toEqual(codes.map((code) => [code, reasons[code].status, reasons[code].message]));
  });

  it.each(codes)('[W19] %s has a message of whole sentences', (code) => {
    expect(refusalBody(refuse(code))).toEqual({
      reason: code,
      message: expect.stringMatching(/^[A-Z].+\.$/) as string,
    });
  });

  it('[W19] report a message and a retry time of their own', () => {
    expect(refusalBody({ ...refuse('rate_limited', 'Slowly.'), retryAfter: 0.5 })).toEqual({
      reason: 'rate_limited',
      message: 'Slowly.',
      retry_after: 0.5,
    });
  });
});
