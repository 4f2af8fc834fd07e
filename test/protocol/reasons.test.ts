// The table of reasons, and the README's copy of it.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reasons, refusalBody, refuse, type Reason } from '../../functions/protocol/reasons.ts';

const codes = Object.keys(reasons) as Reason[];

describe('reasons', () => {
  it('[W19] are listed in the README, all of them with their statuses, and no others', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `([a-z_ ]+)` \| (\d{3}) \| (.+) \|$/gm)].map(
      ([, code, status, message]) => [code, Number(status), message],
    );
    expect(rows).toEqual(codes.map((code) => [code, reasons[code].status, reasons[code].message]));
  });

  it.each(codes)('[W19] %s says in a sentence what to do', (code) => {
    expect(refusalBody(refuse(code))).toEqual({
      reason: code,
      message: expect.stringMatching(/^[A-Z].+\.$/) as string,
    });
  });

  it('[W19] say more where there is more to say', () => {
    expect(refusalBody({ ...refuse('rate_limited', 'Slowly.'), retryAfter: 0.5 })).toEqual({
      reason: 'rate_limited',
      message: 'Slowly.',
      retry_after: 0.5,
    });
  });
});
