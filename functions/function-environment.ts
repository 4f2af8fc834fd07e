// The environment variables that a Lambda function reads at its first event. The stack and the
// emulator write them from the same declarations.

import * as v from 'valibot';
import {
  originUrl,
  pickSettings,
  readEnvironment,
  type Environment,
  type SettingDeclarations,
  type SettingValues,
} from './core/declare-setting.ts';
import { roomSettings } from './core/room-settings.ts';
import type { Settings } from './core/settings.ts';

const url = v.pipe(v.string(), v.url('must be a URL'));
const text = v.pipe(v.string(), v.minLength(1, 'must not be empty'));
const anyText = v.string();

/** For a function that only posts to connections. */
const postingVariables = {
  /** Where to post: `https://{api}.execute-api.{region}.amazonaws.com/{stage}`. */
  connectionsEndpoint: { environment: 'CONNECTIONS_ENDPOINT', schema: url },
  /** Our own signed requests, or the SDK's client, which needs ten times the processor time. */
  postsBy: {
    environment: 'POSTS_BY',
    schema: v.picklist(['signed', 'sdk'], 'must be signed or sdk'),
    default: 'signed',
  },
  /** Lambda sets it. */
  region: { environment: 'AWS_REGION', schema: text },
} as const satisfies SettingDeclarations;

/** The resources of a deployment. */
export const resourceVariables = {
  ...postingVariables,
  roomsTable: { environment: 'ROOMS_TABLE', schema: text },
  connectionsTable: { environment: 'CONNECTIONS_TABLE', schema: text },
  listsTable: { environment: 'LISTS_TABLE', schema: text },
  /** Changes with the compiler of word lists. Empty: compiled lists are not stored. */
  filterEdition: { environment: 'FILTER_EDITION', schema: anyText, default: '' },
  signingSecret: { environment: 'SIGNING_SECRET', schema: text },
  timerQueueUrl: { environment: 'TIMER_QUEUE_URL', schema: url },
  /** The function that takes a share of large fan-outs. Empty: none does. */
  fanOutFunction: { environment: 'FAN_OUT_FUNCTION', schema: anyText, default: '' },
  /**
   * The secret that proves that headers about the viewer come from CloudFront. Empty: there is no
   * CloudFront.
   */
  originKey: { environment: 'ORIGIN_KEY', schema: anyText, default: '' },
  /** The origin that people see, and that links begin with. */
  publicOrigin: { environment: 'PUBLIC_ORIGIN', schema: originUrl },
  /** Endpoints of services, if not the region's. */
  dynamodbEndpoint: { environment: 'AWS_ENDPOINT_URL_DYNAMODB', schema: url, isOptional: true },
  secretsEndpoint: {
    environment: 'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    schema: url,
    isOptional: true,
  },
  lambdaEndpoint: { environment: 'AWS_ENDPOINT_URL_LAMBDA', schema: url, isOptional: true },
} as const satisfies SettingDeclarations;

/** All tokens of all deployments name these. Their keys tell the deployments apart. */
export const tokenSettings = { issuer: 'ten-minute-chat', audience: 'ten-minute-chat' };

/** The settings that the core reads. */
export const toCoreSettings = (
  values: SettingValues<typeof roomSettings>,
  publicOrigin: string,
): Settings => ({
  ...pickSettings(roomSettings, values),
  ...tokenSettings,
  publicOrigin,
});

export interface FunctionEnvironment extends SettingValues<typeof resourceVariables> {
  readonly settings: Settings;
}

/** Throws one Error that names every bad variable. */
export function readFunctionEnvironment(environment: Environment): FunctionEnvironment {
  const { values } = readEnvironment({ ...resourceVariables, ...roomSettings }, environment);
  return { ...values, settings: toCoreSettings(values, values.publicOrigin) };
}

export type PostingEnvironment = SettingValues<typeof postingVariables>;

/**
 * Reads the environment of the function `fan-out`. Throws one Error that names every bad variable.
 */
export const readPostingEnvironment = (environment: Environment): PostingEnvironment =>
  readEnvironment(postingVariables, environment).values;
