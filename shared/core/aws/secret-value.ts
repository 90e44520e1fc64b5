// Reads secrets from Secrets Manager. A value that was read is never part of an error or a log line.
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** `refresh` asks Secrets Manager again instead of using what was read in the last five minutes. */
export type SecretValue = (secretName: string, options: { readonly refresh: boolean }) => Promise<string>;

const maxAgeSeconds = 300;

/** Nothing for what is no text. Throws Powertools' error if it cannot be read. */
export const secretValues = ({ client }: { readonly client: SecretsManagerClient }): SecretValue => {
  const provider = new SecretsProvider({ awsSdkV3Client: client });
  return async (secretName, { refresh }) => {
    const value = await provider.get(secretName, { maxAge: maxAgeSeconds, forceFetch: refresh });
    // An empty secret string comes back as binary, which may also be nothing at all.
    return typeof value === 'string' ? value.trim() : '';
  };
};
