// The credentials that sign requests: those in the function's environment, or those of another
// provider, such as the SDK's chain.

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

/**
 * Called once a second, so changed credentials apply immediately. The SDK's providers have this
 * type.
 */
export type CredentialsProvider = () => Credentials | Promise<Credentials>;

/**
 * Reads the credentials that Lambda puts into a function's environment. They are all that a
 * function needs, so no bundle includes the SDK's providers.
 */
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
