// `token`: issues an admin token for a deployed stack. It reads the stack's signing secret from
// standard input, because other processes can see arguments. Fetching the secret from AWS is the
// AWS CLI's job.

import { parseArgs } from 'node:util';
import { ed25519FromSecret } from '../../functions/adapters/system/ed25519.ts';
import { systemClock } from '../../functions/adapters/system/system-clock.ts';
import { cryptoRandom } from '../../functions/adapters/system/crypto-random.ts';
import { maxAdminTokenSeconds } from '../../functions/core/access/tokens.ts';
import { tokenSettings } from '../../functions/function-environment.ts';
import { issueAdminToken } from '../issue-admin-token.ts';
import {
  failure,
  success,
  usageError,
  type CommandContext,
  type CommandResult,
} from './command-result.ts';

const options = {
  hours: { type: 'string', default: '8' },
  'read-only': { type: 'boolean', default: false },
} as const;

const maxHours = maxAdminTokenSeconds / 3_600;

export async function runTokenCommand(
  args: readonly string[],
  { files }: Pick<CommandContext, 'files'>,
): Promise<CommandResult> {
  const values = parseValues(args);
  if (values === undefined) {
    return usageError(
      'token takes --hours and --read-only, and reads the signing secret from standard input.',
    );
  }
  const hours = Number(values.hours);
  if (!Number.isInteger(hours) || hours < 1 || hours > maxHours) {
    return usageError(`--hours takes a whole number from 1 to ${maxHours}.`);
  }

  const secret = (await files.read('-')).trim();
  try {
    const { signing, jwk } = await ed25519FromSecret(secret);
    const keys = {
      signing: () => Promise.resolve(signing),
      published: () => Promise.resolve({ keys: [jwk] }),
    };
    const token = await issueAdminToken({
      ports: { keys, clock: systemClock, random: cryptoRandom },
      settings: tokenSettings,
      hours,
      isReadOnly: values['read-only'],
    });
    return success(token);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return failure(
      `${error.message} Pipe the SecretString of the stack's secret into this command.`,
    );
  }
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch {
    // The caller lists the options that exist.
    return undefined;
  }
}
