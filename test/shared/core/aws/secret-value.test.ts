import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { secretValues } from '#core/aws/secret-value.ts';

const client = new SecretsManagerClient({ region: 'sa-east-1' });
const secretsManager = mockClient(client);
const cached = { refresh: false };

const reading = (value: { SecretString?: string; SecretBinary?: Uint8Array }) => {
  secretsManager.on(GetSecretValueCommand).resolves(value);
  return secretValues({ client });
};

beforeEach(() => {
  secretsManager.reset();
});

describe('a secret in Secrets Manager', () => {
  it('a secret in Secrets Manager is asked for by its name, and comes without blanks around it', async () => {
    expect(await reading({ SecretString: ' wH1sp3r\n' })('curfew/slack', cached)).toBe('wH1sp3r');
    expect(secretsManager.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({ SecretId: 'curfew/slack' });
  });

  it('a secret in Secrets Manager is read once, until a refresh is asked for', async () => {
    const secret = reading({ SecretString: 'one' });
    await secret('curfew/slack', cached);
    await secret('curfew/slack', cached);
    expect(secretsManager.calls()).toHaveLength(1);
    reading({ SecretString: 'two' });
    expect(await secret('curfew/slack', { refresh: true })).toBe('two');
    expect(await secret('curfew/slack', cached)).toBe('two');
  });

  test.each([
    ['an empty text', { SecretString: '' }],
    ['binary', { SecretBinary: new Uint8Array([119, 72]) }],
  ])('a secret in Secrets Manager is nothing when it holds %s', async (_what, value) => {
    expect(await reading(value)('curfew/slack', cached)).toBe('');
  });

  it('a secret in Secrets Manager that cannot be read fails with what AWS says', async () => {
    secretsManager.on(GetSecretValueCommand).rejects(new Error("Secrets Manager can't find the specified secret."));
    await expect(secretValues({ client })('curfew/slack', cached)).rejects.toThrow("can't find the specified secret");
  });
});
