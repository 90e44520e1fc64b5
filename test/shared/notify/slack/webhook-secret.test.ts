import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { webhookSecrets } from '#notify/slack/webhook-secret.ts';

const client = new SecretsManagerClient({ region: 'sa-east-1' });
const secretsManager = mockClient(client);
const url = 'https://hooks.slack.com/services/T000/B000/wH1sp3r';
const cached = { refresh: false };

const reading = (value: { SecretString?: string; SecretBinary?: Uint8Array }) => {
  secretsManager.on(GetSecretValueCommand).resolves(value);
  return webhookSecrets({ client });
};

beforeEach(() => {
  secretsManager.reset();
});

describe('the webhook URL in Secrets Manager', () => {
  test.each([
    ['a plain URL', url],
    ['a URL with blanks around it', ` ${url}\n`],
    ['JSON with the URL in it', JSON.stringify({ url, channel: '#ops' })],
  ])('may be %s', async (_what, SecretString) => {
    expect(await reading({ SecretString })('curfew/slack', cached)).toBe(url);
    expect(secretsManager.commandCalls(GetSecretValueCommand)[0]?.args[0].input).toEqual({ SecretId: 'curfew/slack' });
  });

  it('is read once per secret, until a refresh is asked for', async () => {
    const webhookUrl = reading({ SecretString: url });
    await webhookUrl('curfew/slack', cached);
    await webhookUrl('curfew/slack', cached);
    expect(secretsManager.calls()).toHaveLength(1);
    reading({ SecretString: `${url}2` });
    expect(await webhookUrl('curfew/slack', { refresh: true })).toBe(`${url}2`);
    expect(await webhookUrl('curfew/slack', cached)).toBe(`${url}2`);
  });

  test.each([
    ['a URL without scheme', { SecretString: 'hooks.slack.com/wH1sp3r' }],
    ['JSON without a URL', { SecretString: '{"webhook":"wH1sp3r"}' }],
    ['JSON with something else as its URL', { SecretString: '{"url":{"wH1sp3r":1}}' }],
    ['broken JSON', { SecretString: `{"url":"${url}"` }],
    ['the placeholder it was created with', { SecretString: '{}' }],
    ['an empty text', { SecretString: '' }],
    ['binary', { SecretBinary: new Uint8Array([119, 72]) }],
  ])('is refused as %s, without being told', async (_what, value) => {
    const failure = await reading(value)('curfew/slack', cached).catch((error: unknown) => error);
    expect(failure).toMatchObject({ name: 'InputError', message: expect.stringContaining('curfew/slack') });
    expect(String(failure)).not.toContain('wH1sp3r');
    expect(failure).not.toHaveProperty('cause.message');
  });

  it('that cannot be read fails with what AWS says', async () => {
    secretsManager.on(GetSecretValueCommand).rejects(new Error("Secrets Manager can't find the specified secret."));
    await expect(webhookSecrets({ client })('curfew/slack', cached)).rejects.toThrow("can't find the specified secret");
  });
});
