// The settings that only the local servers have, each declared once, and what they read at start.
// The settings of rooms are in functions/core/room-settings.ts.

import * as v from 'valibot';
import proxyAddr from 'proxy-addr';
import {
  commaSeparated,
  originUrl,
  pickEnvironment,
  pickSettings,
  readEnvironment,
  wholeNumber,
  type Environment,
  type SettingDeclarations,
  type SettingValues,
} from '../../functions/core/declare-setting.ts';
import { roomSettings } from '../../functions/core/room-settings.ts';
import type { Settings } from '../../functions/core/settings.ts';
import { toCoreSettings } from '../../functions/function-environment.ts';

const path = v.pipe(v.string(), v.minLength(1, 'must be a path, or not be set'));

const proxyAddress = v.pipe(
  v.string(),
  v.check(
    isProxyAddress,
    'must be addresses, networks such as 10.0.0.0/8, or loopback, with commas between',
  ),
);

export const localSettings = {
  port: {
    environment: 'PORT',
    schema: wholeNumber({ min: 0, max: 65_535, unit: 'a port; 0 chooses a free one' }),
    default: '8100',
    description: 'the port; 0 chooses a free one',
  },
  host: {
    environment: 'HOST',
    schema: v.pipe(v.string(), v.minLength(1, 'must be an address to listen on')),
    default: '127.0.0.1',
    description: 'the address to listen on',
    defaultDescription: '`127.0.0.1`',
  },
  /** Not set: links begin with the address that the caller used. */
  publicOrigin: {
    environment: 'PUBLIC_ORIGIN',
    schema: originUrl,
    isOptional: true,
    description: 'the origin that people see',
    defaultDescription: "the request's",
  },
  /** Only their X-Forwarded- headers are believed. */
  trustedProxies: {
    environment: 'TRUSTED_PROXIES',
    schema: commaSeparated(proxyAddress),
    default: '',
    description: 'proxies: `loopback`, `10.0.0.0/8`',
  },
  dataDirectory: {
    environment: 'DATA_DIR',
    schema: path,
    isOptional: true,
    description: 'a directory for data that must survive',
  },
  filterFile: {
    environment: 'FILTER_FILE',
    schema: path,
    isOptional: true,
    description: 'a JSON file with other word lists',
  },
  adminTokenFile: {
    environment: 'ADMIN_TOKEN_FILE',
    schema: path,
    isOptional: true,
    description: 'where to write an administrator token',
  },
  logFrames: {
    environment: 'LOG_FRAMES',
    schema: v.pipe(
      v.picklist(['0', '1'], 'must be 0 or 1'),
      v.transform((text) => text === '1'),
    ),
    default: '0',
    description: '1 logs each frame; see [Logs](#logs)',
  },
} as const satisfies SettingDeclarations;

export interface LocalConfiguration extends SettingValues<typeof localSettings> {
  readonly settings: Settings;
  /** The settings of rooms as environment variables, for the functions of `start:aws`. */
  readonly roomEnvironment: Readonly<Record<string, string>>;
}

/** Throws one Error that names every bad variable. */
export function readLocalConfiguration(environment: Environment): LocalConfiguration {
  const read = readEnvironment({ ...localSettings, ...roomSettings }, environment);
  const local = pickSettings(localSettings, read.values);
  if (local.trustedProxies.length > 0 && local.publicOrigin === undefined) {
    throw new Error(
      'TRUSTED_PROXIES needs PUBLIC_ORIGIN, the origin that people see, such as https://chat.example',
    );
  }
  return {
    ...local,
    settings: toCoreSettings(read.values, local.publicOrigin ?? `http://localhost:${local.port}`),
    roomEnvironment: pickEnvironment(roomSettings, read.environment),
  };
}

function isProxyAddress(text: string): boolean {
  try {
    proxyAddr.compile(text);
    return true;
  } catch {
    return false;
  }
}
