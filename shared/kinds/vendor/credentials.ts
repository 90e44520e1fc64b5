// What proves to a vendor who asks: a secret of Secrets Manager, by its name. Its value is in no error and in no trace.
import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { calling } from '#core/aws/errors.ts';
import { OperationError } from '#core/errors.ts';
import type { Runtime } from '#core/runtime/runtime.ts';
import type { Sends } from '../adapter.ts';

const maxAgeMs = 5 * 60_000;

export type Credentials<K extends string> = (secretName: string) => Promise<Readonly<Record<K, string>>>;

const parsed = <K extends string>(
  text: string | undefined,
  keys: readonly K[],
): Readonly<Record<K, string>> | undefined => {
  try {
    const value: unknown = JSON.parse(text ?? '');
    const found = value as Readonly<Record<string, unknown>> | null;
    const isWhole = keys.every((key) => typeof found?.[key] === 'string' && found[key] !== '');
    return isWhole ? (found as Readonly<Record<K, string>>) : undefined;
  } catch {
    return undefined;
  }
};

/** A secret that is not there says nothing of what it is for. */
const found = async <T>(secretName: string, read: () => Promise<T>): Promise<T> => {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof OperationError) || error.code !== 'NOT_FOUND') throw error;
    throw new OperationError('INVALID', `there is no secret ${secretName}`, { awsCode: 'SECRET_NOT_FOUND' });
  }
};

/** Kept for five minutes, so that a rotated secret is soon noticed. Throws `OperationError`. */
export const credentialsIn = <K extends string>(
  client: Sends<SecretsManagerClient>,
  keys: readonly K[],
  { now }: Pick<Runtime, 'now'>,
): Credentials<K> => {
  const kept = new Map<string, { readonly readAtMs: number; readonly value: Readonly<Record<K, string>> }>();
  return async (secretName) => {
    const nowMs = now().getTime();
    const known = kept.get(secretName);
    if (known && nowMs - known.readAtMs < maxAgeMs) return known.value;
    const { SecretString } = await found(secretName, () =>
      calling(`read the secret ${secretName}`, () => client.send(new GetSecretValueCommand({ SecretId: secretName }))),
    );
    const value = parsed(SecretString, keys);
    if (!value) {
      const form = keys.map((key) => `"${key}": "…"`).join(', ');
      throw new OperationError('INVALID', `the secret ${secretName} is not { ${form} }`, { awsCode: 'SECRET_INVALID' });
    }
    kept.set(secretName, { readAtMs: nowMs, value });
    return value;
  };
};
