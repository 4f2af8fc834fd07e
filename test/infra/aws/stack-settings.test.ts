// Settings from CDK context.

import { describe, expect, it } from 'vitest';
import { readStackSettings } from '../../../infra/aws/stack-settings.ts';

const read = (context: Readonly<Record<string, unknown>>) =>
  readStackSettings((name) => context[name]);

describe('settings', () => {
  it('are complete without any context, with OPEN_ROOMS empty and the firewall off', () => {
    expect(read({})).toEqual({
      stackName: 'TenMinuteChat',
      roomSeconds: 600,
      openRooms: [],
      revokedTokens: [],
      allowedOrigins: [],
      filterLinks: 'off',
      filterLinkHosts: [],
      filterRedact: [],
      filterRepeatSeconds: 0,
      roomEnvironment: {
        ROOM_SECONDS: '600',
        OPEN_ROOMS: '',
        REVOKED_TOKENS: '',
        ALLOWED_ORIGINS: '',
        FILTER_LINKS: 'off',
        FILTER_LINK_HOSTS: '',
        FILTER_REDACT: '',
        FILTER_REPEAT_SECONDS: '0',
      },
      waf: false,
      wafRequests: 3_000,
      accountLogRole: true,
      logDays: 7,
    });
  });

  it('accept text from the command line and values from cdk.json', () => {
    expect(
      read({ roomSeconds: '900', waf: true, region: 'us-east-1', openRooms: 'lobby, tea' }),
    ).toMatchObject({ roomSeconds: 900, waf: true, openRooms: ['lobby', 'tea'] });
  });

  it('report all problems in one message', () => {
    expect(() =>
      read({
        filterLinks: 'yes',
        filterLinkHosts: 'https://x',
        filterRedact: 'names',
        filterRepeatSeconds: -1,
      }),
    ).toThrow(/filterLinks[^]*filterLinkHosts[^]*filterRedact[^]*filterRepeatSeconds/);
    expect(() => read({ roomSeconds: '5', allowedOrigins: 'example.org', waf: 'perhaps' })).toThrow(
      /roomSeconds: must be a whole number from 60 to 3600[^]*allowedOrigins[^]*waf/,
    );
  });

  it('reject a firewall in a region where CloudFront has none', () => {
    expect(() => read({ waf: true })).toThrow(/us-east-1/);
    expect(() => read({ waf: true, region: 'eu-central-1' })).toThrow(/us-east-1/);
  });
});
