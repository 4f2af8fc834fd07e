// The settings that rooms depend on, each declared once. A deployment and a local server read the
// same: as environment variables, or from the CDK's context under the setting's name.
// To add one, declare it here and read it from `Settings` where it applies.

import * as v from 'valibot';
import { limits } from '../protocol/limits.ts';
import { commaSeparated, wholeNumber, type SettingDeclarations } from './declare-setting.ts';

const roomName = v.pipe(
  v.string(),
  v.regex(
    /^[A-Za-z0-9_-]{1,64}$/,
    'must be room names of letters, digits, - and _, with commas between',
  ),
);

const originOrAny = v.pipe(
  v.string(),
  v.regex(
    /^(\*|https?:\/\/[^/\s]+)$/,
    'must be origins like https://chat.example, with commas between, or *',
  ),
);

const tokenId = v.pipe(
  v.string(),
  v.regex(/^[\w-]{1,64}$/, 'must be ids of tokens (their claim jti), with commas between'),
);
/** A function's environment has 4,096 bytes. */
const maxRevokedTokens = 40;

// The ASCII form of a name.
const hostName = v.pipe(
  v.string(),
  v.toLowerCase(),
  v.regex(
    /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$/,
    'must be host names like tea.example, with commas between',
  ),
);

const contactKind = v.picklist(
  ['email', 'phone'],
  'must be email, phone, or both with a comma between',
);

export const roomSettings = {
  roomSeconds: {
    environment: 'ROOM_SECONDS',
    schema: wholeNumber({ ...limits.roomSeconds, unit: 'seconds' }),
    default: String(limits.roomSeconds.default),
    description: `a room's default length, ${limits.roomSeconds.min} to 3,600`,
  },
  /** They open when first joined, and open again after their end. */
  openRooms: {
    environment: 'OPEN_ROOMS',
    schema: commaSeparated(roomName),
    default: '',
    description: 'rooms that need no token: `lobby,tea`',
  },
  /** Besides our own. `*` lets every page connect. */
  allowedOrigins: {
    environment: 'ALLOWED_ORIGINS',
    schema: commaSeparated(originOrAny),
    default: '',
    description: 'other web origins that may connect',
  },
  /** The ids are in the tokens, and an administrator's also in the history of word lists. */
  revokedTokens: {
    environment: 'REVOKED_TOKENS',
    schema: v.pipe(
      commaSeparated(tokenId),
      v.maxLength(maxRevokedTokens, `must be ${maxRevokedTokens} ids at most`),
    ),
    default: '',
    description: 'ids (`jti`) of tokens to refuse',
  },
  filterLinks: {
    environment: 'FILTER_LINKS',
    schema: v.picklist(['off', 'plain', 'allow'], 'must be off, plain or allow'),
    default: 'off',
    description: '`off`, `plain` or `allow`; see below',
  },
  /** With their subdomains. */
  filterLinkHosts: {
    environment: 'FILTER_LINK_HOSTS',
    schema: commaSeparated(hostName),
    default: '',
    description: 'hosts that links may lead to',
  },
  filterRedact: {
    environment: 'FILTER_REDACT',
    schema: commaSeparated(contactKind),
    default: '',
    description: 'what to remove: `email`, `phone`',
  },
  /** 0: a member may repeat a text immediately. */
  filterRepeatSeconds: {
    environment: 'FILTER_REPEAT_SECONDS',
    schema: wholeNumber({ min: 0, max: 3_600, unit: 'seconds' }),
    default: '0',
    description: 'how long a member cannot repeat a text',
  },
} as const satisfies SettingDeclarations;
