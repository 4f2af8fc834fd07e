// The options of `filter`, and what each of its commands receives.

import type { parseArgs } from 'node:util';
import type { CommandContext, CommandResult } from './command-result.ts';
import type { SendRequest } from './filter-api.ts';
import { serverOptions } from './server-options.ts';

export const filterOptions = {
  ...serverOptions,
  format: { type: 'string' },
  version: { type: 'string' },
  expect: { type: 'string' },
  sample: { type: 'string' },
  draft: { type: 'string' },
  list: { type: 'string', multiple: true },
  allow: { type: 'boolean' },
  add: { type: 'boolean' },
  new: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

export type FilterValues = ReturnType<
  typeof parseArgs<{ options: typeof filterOptions }>
>['values'];

export interface FilterInput extends CommandContext {
  readonly send: SendRequest;
  readonly values: FilterValues;
  /** The list's name; empty for the commands that take none. */
  readonly list: string;
  readonly args: readonly string[];
}

export type FilterCommand = (input: FilterInput) => Promise<CommandResult>;
