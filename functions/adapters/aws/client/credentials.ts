// The credentials to sign with: those that Lambda puts into a function's environment, or those of a
// given provider, such as the SDK's chain.

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/**
 * Called again after a second, so changed credentials apply immediately. The SDK's providers fit.
 */
export type CredentialsProvider = () => Credentials | Promise<Credentials>;

/** Lambda knows no other way than this: none of the SDK's others need be in a bundle. */
export const environmentCredentials =
  (environment: Readonly<Record<string, string | undefined>>): CredentialsProvider =>
  () => {
    const {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    } = environment;
    if (!accessKeyId || !secretAccessKey) {
      throw new Error(
        'There are no AWS credentials. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.',
      );
    }
    return { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) };
  };
