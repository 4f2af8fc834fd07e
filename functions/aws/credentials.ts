// Who signs: the credentials that Lambda puts into a function's environment, or whatever provider one is given, such as the SDK's chain.

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
}

/** Asked again when a second has passed, so that what has changed is in force at once. The providers of the SDK fit. */
export type CredentialsProvider = () => Credentials | Promise<Credentials>;

/** Lambda knows no other way than this: none of the SDK's others need be in a bundle. */
export const environmentCredentials = (environment: Readonly<Record<string, string | undefined>>): CredentialsProvider => () => {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = environment;
  if (!accessKeyId || !secretAccessKey) throw new Error('There are no AWS credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.');
  return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
};

/** How long before their end credentials are asked for anew. */
const renewMilliseconds = 5 * 60_000;

/** Asks a slow provider once, and again only when what it gave is about to expire. One that says no end is asked every minute. */
export function keptCredentials(provider: CredentialsProvider, now: () => number = Date.now): CredentialsProvider {
  let kept: { readonly credentials: Credentials | Promise<Credentials>; readonly until: number } | undefined;
  return () => {
    if (kept !== undefined && now() < kept.until) return kept.credentials;
    const asked = (async () => {
      const credentials = await provider();
      // Whoever gives what ends within minutes is asked often, yet not for each request.
      const until = credentials.expiration === undefined ? now() + 60_000 : Math.max(now() + 1_000, credentials.expiration.getTime() - renewMilliseconds);
      kept = { credentials, until };
      return credentials;
    })();
    kept = { credentials: asked, until: Infinity };
    asked.catch(() => { kept = undefined; });
    return asked;
  };
}
