// Events of ACM, in the shapes of "Amazon EventBridge support for ACM".
import { expect, it, test } from 'vitest';
import { sourceOf } from '#notify/sources.ts';
import { expectPostable } from '#test/shared/notify/arbitrary.ts';
import { presented } from '#test/shared/notify/presented.ts';

const arn = 'arn:aws:acm:us-east-1:123456789012:certificate/61f50cd4-45b9-4259-b049-d0a53682fa4b';
const of = (type: string, detail: object) =>
  presented({
    id: 'm',
    body: JSON.stringify({
      version: '0',
      id: '9c95e8e4-96a4-ef3f-b739-b6aa5b193afb',
      'detail-type': `ACM Certificate ${type}`,
      source: 'aws.acm',
      account: '123456789012',
      time: '2026-11-20T06:51:08Z',
      region: 'us-east-1',
      resources: [arn],
      detail: { CommonName: 'shop.example.com', ...detail },
    }),
  });

test.each([
  ['Approaching Expiration', { DaysToExpiry: 31 }, 'warning', '⚠️ certificate `shop.example.com` expires in 31 days'],
  ['Approaching Expiration', { DaysToExpiry: 1 }, 'error', '🔴 certificate `shop.example.com` expires in 1 day'],
  ['Approaching Expiration', { DaysToExpiry: 0 }, 'error', '🔴 certificate `shop.example.com` expires today'],
  ['Approaching Expiration', {}, 'warning', '⚠️ certificate `shop.example.com` will expire'],
  ['Expired', { DaysToExpiry: -1, InUse: true }, 'error', '🔴 certificate `shop.example.com` has expired'],
  ['Revoked', {}, 'error', '🔴 certificate `shop.example.com` was revoked'],
  [
    'Renewal Action Required',
    { DaysToExpiry: 30, RenewalStatusReason: 'CAA_ERROR' },
    'error',
    '🔴 certificate `shop.example.com` cannot be renewed: expires in 30 days',
  ],
  ['Available', { Action: 'RENEWAL', DaysToExpiry: 395 }, 'info', 'ℹ️ certificate `shop.example.com` is available'],
])('the event ACM Certificate %s of %j is %s', (type, detail, severity, headline) => {
  const { notification, message } = of(type, detail);

  expect(notification).toMatchObject({ source: 'acm', severity, state: 'event', region: 'us-east-1' });
  expect(message.text).toContain(headline);
  expectPostable(message);
});

it('the message of an ACM event says what is in the way of a renewal, and which certificate it is', () => {
  const { message } = of('Renewal Action Required', {
    DaysToExpiry: 30,
    RenewalStatusReason: 'CAA_ERROR',
    InUse: true,
  });

  expect(JSON.stringify(message)).toContain('*reason:* `CAA_ERROR`\\n*in use:* `yes`');
  expect(JSON.stringify(message)).toContain(arn);
});

it('an ACM event is the effect of no planned downtime, and is never folded', () => {
  const { notification } = of('Approaching Expiration', { DaysToExpiry: 31 });
  const { policy } = sourceOf(notification);

  expect([policy.mayBeExpected(notification), policy.mayBeFolded(notification)]).toEqual([false, false]);
});

it('the ACM events of one certificate are about that certificate on each of its days', () => {
  const [one, other] = [31, 30].map((DaysToExpiry) => of('Approaching Expiration', { DaysToExpiry }).notification);

  expect(one?.groupKey).toBe(other?.groupKey);
});
