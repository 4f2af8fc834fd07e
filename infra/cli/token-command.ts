// `token`: an administrator's token for a deployed stack, made of its signing secret, which comes
// by standard input: as an argument other processes would see it, and reading it from AWS is what
// the AWS command line is for.

import { parseArgs } from 'node:util';
import { ed25519FromSecret } from '../../functions/adapters/system/ed25519.ts';
import { systemClock } from '../../functions/adapters/system/system-clock.ts';
import { cryptoRandom } from '../../functions/adapters/system/crypto-random.ts';
import { tokenSettings } from '../../functions/config.ts';
import { adminToken } from '../issue-admin-token.ts';
import { done, failed, misused, type Files, type Outcome } from './command-result.ts';

const options = {
  hours: { type: 'string', default: '8' },
  'read-only': { type: 'boolean', default: false },
} as const;
/** A token cannot be called back but by rotating the key. */
const mostHours = 24 * 30;

export async function token(
  args: readonly string[],
  { files }: { readonly files: Files },
): Promise<Outcome> {
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    values = parseArgs({ args: [...args], options }).values;
  } catch {
    return misused(
      'token takes --hours and --read-only, and the signing secret by standard input.',
    );
  }
  const hours = Number(values.hours);
  if (!Number.isInteger(hours) || hours < 1 || hours > mostHours) {
    return misused(`--hours is a whole number from 1 to ${mostHours}.`);
  }
  const secret = (await files.read('-')).trim();
  try {
    const { signing, jwk } = await ed25519FromSecret(secret);
    const keys = {
      signing: () => Promise.resolve(signing),
      published: () => Promise.resolve({ keys: [jwk] }),
    };
    return done(
      await adminToken({
        ports: { keys, clock: systemClock, random: cryptoRandom },
        settings: tokenSettings,
        hours,
        readsOnly: values['read-only'],
      }),
    );
  } catch (error) {
    if (error instanceof RangeError) {
      return failed(
        `${error.message} Pipe the SecretString of the stack's secret into this command.`,
      );
    }
    throw error;
  }
}
