// Tokens for MSK's IAM listener, by AWS's own signer. One source of credentials for a whole run: a session cannot be renewed under
// another role session name (facts/kafka.md 3.2).
import { generateAuthTokenFromCredentialsProvider } from 'aws-msk-iam-sasl-signer-js';

export type Credentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  readonly expiration?: Date | undefined;
};

/**
 * Signs afresh at each call. Without the end of the credentials, the signer asks for its 900 s; with it, for a fraction of a second
 * in the last quarter of an hour. IAM knows their end anyway.
 */
export const mskToken =
  (region: string, credentials: () => Promise<Credentials>): (() => Promise<string>) =>
  async () => {
    const awsCredentialsProvider = async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
      return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    };
    return (await generateAuthTokenFromCredentialsProvider({ region, awsCredentialsProvider })).token;
  };
