import { describe, expect, it, test } from 'vitest';
import { redactText, redactValue, removed } from '#notify/rendering/redact.ts';

describe('in a text', () => {
  test.each([
    ['password=hunter2 next', 'password=[removed] next'],
    ['DB_PASSWORD: "a b c"', 'DB_PASSWORD: [removed]'],
    ['{"clientSecret":"x","n":1}', '{"clientSecret":[removed],"n":1}'],
    ['pass\u0000word=hunter2', 'password=[removed]'],
    ['postgres://atlas:s3cr3t@db:5432/x', 'postgres://[removed]@db:5432/x'],
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer [removed]'],
    ['key AKIAIOSFODNN7EXAMPLE used', 'key [removed] used'],
    ['post to https://hooks.slack.com/services/T0/B0/x now', 'post to [removed] now'],
    ['https://b.s3.amazonaws.com/o?X-Amz-Signature=1&X-Amz-Date=2', '[removed]'],
    ['https://sns.us-east-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=a', '[removed]'],
    ['xoxb-1234567890-abc', '[removed]'],
    ['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', '[removed]'],
  ])('the redaction of a text makes %j into %j', (text, clean) => {
    expect(redactText(text)).toBe(clean);
  });

  test.each([
    'the password was changed by ana',
    'secretsmanager:GetSecretValue is not allowed',
    'https://wiki.example.com/runbooks?x=1&y=2',
    'https://console.aws.amazon.com/billing/home#/budgets',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:poc-atlas-dev/slack-webhook',
    'next token bucket refill in 3 s',
    'Threshold Crossed: 1 datapoint [97.0 (20/11/26 15:03:00)] was greater than the threshold (90.0).',
  ])('the redaction of a text leaves %j as it is', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('the redaction of a text is done once and for all', () => {
    const clean = redactText('password=hunter2 and https://u:p@x.example.com/ and token: abc');

    expect(redactText(clean)).toBe(clean);
  });
});

describe('in a value', () => {
  it('the redaction of a value goes by the name of the key, keeps the key, and leaves the rest', () => {
    const value = {
      user: 'ana',
      dbPassword: 'x',
      nested: [{ Signature: 's', SigningCertURL: 'u', count: 3 }],
      token: null,
    };

    expect(redactValue(value)).toEqual({
      user: 'ana',
      dbPassword: removed,
      nested: [{ Signature: removed, SigningCertURL: removed, count: 3 }],
      token: null,
    });
  });

  it('the redaction of a value does not follow nesting without end', () => {
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`);

    expect(JSON.stringify(redactValue(deep))).toContain('nested too deeply');
  });
});
