// AWS Signature Version 4 for our calls: in the Authorization header, over a path without a query,
// with a given body hash. The SDK's signer derives the key, once per day and region. The rest is
// our own, and is tested against that signer and AWS's published vectors. Source: "Create a signed
// AWS API request", AWS IAM User Guide.

import { createHash, createHmac } from 'node:crypto';
import { createScope, getSigningKey } from '@smithy/signature-v4';
import type { Credentials, CredentialsProvider } from './credentials.ts';

/** Everything that stays the same within one second. */
export interface Moment {
  /** `20300102T030405Z`. */
  readonly date: string;
  readonly scope: string;
  readonly key: Uint8Array;
  readonly credentials: Credentials;
}

export interface Signable {
  readonly method: string;
  /** As sent: every segment percent-encoded, and none is `.` or `..`. */
  readonly path: string;
  /** The signed headers: names in lower case and sorted, values trimmed. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** SHA-256 in hexadecimal. */
  readonly bodyHash: string;
}

/** Returns the value of the Authorization header. */
export function authorization(
  { date, scope, key, credentials }: Moment,
  { method, path, headers, bodyHash }: Signable,
): string {
  let canonical = `${method}\n${encodedAgain(path)}\n\n`;
  let names = '';
  for (const [name, value] of headers) {
    canonical += `${name}:${value}\n`;
    names += names === '' ? name : `;${name}`;
  }
  const hash = sha256Hex(`${canonical}\n${names}\n${bodyHash}`);
  const text = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${hash}`;
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const signed = `Credential=${credentials.accessKeyId}/${scope}, SignedHeaders=${names}`;
  return `AWS4-HMAC-SHA256 ${signed}, Signature=${signature}`;
}

export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** Encodes a path a second time, as every service but S3 signs it. */
const encodedAgain = (path: string): string =>
  encodeURIComponent(path)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

interface SigningOptions {
  readonly service: string;
  readonly region: string;
  readonly credentials: CredentialsProvider;
  readonly now?: () => number;
}

/**
 * Returns a function that gives the current moment. It returns a promise only in a second in which
 * credentials are fetched or a key is derived.
 */
export function moments({
  service,
  region,
  credentials: provider,
  now = Date.now,
}: SigningOptions): () => Moment | Promise<Moment> {
  let second = NaN;
  let current: Moment | Promise<Moment> | undefined;
  let last: Moment | undefined;

  const make = async (date: string, given: Credentials | Promise<Credentials>): Promise<Moment> => {
    const credentials = await given;
    const day = date.slice(0, 8);
    return {
      date,
      scope: createScope(day, region, service),
      key: await getSigningKey(Sha256, identity(credentials), day, region, service),
      credentials,
    };
  };
  const renew = (at: number): Moment | Promise<Moment> => {
    const date = `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
    const credentials = provider();
    if (
      last !== undefined &&
      !(credentials instanceof Promise) &&
      last.date.startsWith(date.slice(0, 8)) &&
      isSameCredentials(last.credentials, credentials)
    ) {
      last = { ...last, date };
      return last;
    }
    const made = make(date, credentials);
    made.then(
      (moment) => {
        last = moment;
        if (current === made) current = moment;
      },
      () => {
        if (current === made) current = undefined;
      },
    );
    return made;
  };

  return () => {
    const at = now();
    const currentSecond = Math.floor(at / 1_000);
    if (current === undefined || currentSecond !== second) {
      second = currentSecond;
      current = renew(at);
    }
    return current;
  };
}

const identity = ({ accessKeyId, secretAccessKey }: Credentials) => ({
  accessKeyId,
  secretAccessKey,
});

const isSameCredentials = (one: Credentials, other: Credentials): boolean =>
  one.accessKeyId === other.accessKeyId &&
  one.secretAccessKey === other.secretAccessKey &&
  one.sessionToken === other.sessionToken;

/** SHA-256 with the interface that the SDK's signer expects. */
class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;
  constructor(secret?: ConstructorParameters<Parameters<typeof getSigningKey>[0]>[0]) {
    this.#hash =
      secret === undefined
        ? createHash('sha256')
        : createHmac('sha256', typeof secret === 'string' ? secret : toBytes(secret));
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    throw new Error('Create a new hash instead of resetting this one.');
  }
}

const toBytes = (data: ArrayBuffer | ArrayBufferView): Uint8Array =>
  ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
