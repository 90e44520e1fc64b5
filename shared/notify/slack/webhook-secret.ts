// Reads webhook URLs from Secrets Manager. A value that was read is never part of an error or a log line.
import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { InputError } from '#core/errors.ts';
import { parsedJson } from '../recognition/json.ts';

/** `refresh` asks Secrets Manager again instead of using what was read in the last five minutes. */
export type WebhookUrl = (secretName: string, options: { readonly refresh: boolean }) => Promise<string>;

const maxAgeSeconds = 300;

const urlIn = (value: string): unknown => {
  const json = parsedJson(value);
  return typeof json === 'object' && json !== null && 'url' in json ? json.url : value;
};

/** Throws `InputError` if the secret holds neither a URL nor JSON `{"url": …}`; Powertools' error if it cannot be read. */
export const webhookSecrets = ({ client }: { readonly client: SecretsManagerClient }): WebhookUrl => {
  const provider = new SecretsProvider({ awsSdkV3Client: client });
  return async (secretName, { refresh }) => {
    const value = await provider.get(secretName, { maxAge: maxAgeSeconds, forceFetch: refresh });
    // An empty secret string comes back as binary, which may also be nothing at all.
    const url = typeof value === 'string' ? urlIn(value) : undefined;
    if (typeof url === 'string' && URL.canParse(url)) return url.trim();
    throw new InputError(`secret ${secretName} holds neither a URL nor JSON {"url": "https://…"}`);
  };
};
