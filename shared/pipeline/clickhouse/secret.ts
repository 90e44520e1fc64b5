// The user of ClickHouse, from its secret.
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretValues } from '#core/aws/secret-value.ts';
import { InputError } from '#core/errors.ts';
import { isFilled, isText } from '../form.ts';
import { isRecord } from '../is-record.ts';

type Credentials = { readonly username: string; readonly password: string };

/** Throws `InputError`, which never holds any of the secret's value. */
export const credentialsIn = (value: string, name: string): Credentials => {
  let content: unknown;
  try {
    content = JSON.parse(value);
  } catch {
    content = undefined;
  }
  const { username, password } = isRecord(content) ? content : {};
  if (isFilled(username) && isText(password)) return { username, password };
  throw new InputError(`the secret ${name} is not JSON with the keys \`username\` and \`password\``);
};

/** Not given by functions: it is where they are. */
type Where = { readonly region?: string; readonly profile?: string };

/** Throws `InputError` for a secret of another form, and the SDK's error for one that cannot be read. */
export const readCredentials = async (name: string, where: Where = {}) => {
  const read = secretValues({ client: new SecretsManagerClient(where) });
  return credentialsIn(await read(name, { refresh: false }), name);
};
