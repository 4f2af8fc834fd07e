// What the local engines are told by their environment; what every way of running has is in
// functions/config.ts.

import * as v from 'valibot';
import {
  parseEnvironment,
  settingsEntries,
  settingsOf,
  wholeNumber,
  type Environment,
} from '../../functions/config.ts';
import type { Settings } from '../../functions/core/settings.ts';

const path = v.optional(v.pipe(v.string(), v.minLength(1, 'must be a path, or not be set')));

const LocalEnvironment = v.object({
  ...settingsEntries,
  PORT: v.optional(
    wholeNumber({ min: 0, max: 65_535, unit: 'a port; 0 chooses a free one' }),
    '8100',
  ),
  HOST: v.optional(
    v.pipe(v.string(), v.minLength(1, 'must be an address to listen on')),
    '127.0.0.1',
  ),
  /** The origin people see, where it is not the address this listens on (behind a proxy). */
  PUBLIC_ORIGIN: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^https?:\/\/[^/\s]+$/, 'must be an origin: scheme and host, no path'),
    ),
  ),
  /** Word lists to use instead of those that come with it: a JSON file. */
  FILTER_FILE: path,
  /** Where to write an administrator's token at start. */
  ADMIN_TOKEN_FILE: path,
  /** Where to keep what should outlive a restart; nothing is kept if not set. */
  DATA_DIR: path,
});

export interface LocalConfiguration {
  readonly settings: Settings;
  readonly port: number;
  readonly host: string;
  /** Undefined: links are made of the address the caller used. */
  readonly publicOrigin: string | undefined;
  readonly filterFile: string | undefined;
  readonly adminTokenFile: string | undefined;
  readonly dataDirectory: string | undefined;
}

/** Throws one Error that names every bad variable. */
export function localConfiguration(environment: Environment): LocalConfiguration {
  const parsed = parseEnvironment(LocalEnvironment, environment);
  return {
    settings: settingsOf(parsed, parsed.PUBLIC_ORIGIN ?? `http://localhost:${parsed.PORT}`),
    port: parsed.PORT,
    host: parsed.HOST,
    publicOrigin: parsed.PUBLIC_ORIGIN,
    filterFile: parsed.FILTER_FILE,
    adminTokenFile: parsed.ADMIN_TOKEN_FILE,
    dataDirectory: parsed.DATA_DIR,
  };
}
