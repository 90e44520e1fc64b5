// The user of ClickHouse, from its secret.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import * as z from 'zod';
import { secretValues } from '#core/aws/secret-value.ts';
import { InputError } from '#core/errors.ts';

const secret = z.object({ username: z.string().min(1), password: z.string() });

/** Throws `InputError`, which never holds any of the secret's value. */
export const credentialsIn = (value: string, name: string): z.output<typeof secret> => {
  let content: unknown;
  try {
    content = JSON.parse(value);
  } catch {
    content = undefined;
  }
  const parsed = secret.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new InputError(`the secret ${name} is not JSON with the keys \`username\` and \`password\``);
};

/** Not given by functions: it is where they are. */
type Where = { readonly region?: string; readonly profile?: string };

/** Throws `InputError` for a secret of another form, and the SDK's error for one that cannot be read. */
export const readCredentials = async (name: string, where: Where = {}) => {
  const read = secretValues({ client: new SecretsManagerClient(where) });
  return credentialsIn(await read(name, { refresh: false }), name);
};
