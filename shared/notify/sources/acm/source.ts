// Certificates of ACM that expire, could not be renewed, or were revoked: events of EventBridge, as "Amazon EventBridge support for
// ACM" documents them. A planned downtime is the cause of none of them.
import * as z from 'zod';
import type { Severity } from '#core/notification.ts';
import { pluralise } from '#core/pluralise.ts';
import { eventSource } from '#notify/event-source.ts';
import { never } from '#notify/policy.ts';
import { envelope } from '#notify/recognition/event-envelope.ts';
import { number, text } from '#notify/recognition/fields.ts';

const event = z.object({
  ...envelope,
  source: z.literal('aws.acm'),
  'detail-type': z.templateLiteral(['ACM Certificate ', z.string()]),
  detail: z.object({
    CommonName: text,
    DaysToExpiry: number,
    CertificateType: text,
    CertificateExpirationDate: text,
    RenewalStatusReason: text,
    InUse: z.boolean().optional().catch(undefined),
  }),
});

/** ACM says it once a day from 45 days before. */
const urgentDays = 7;

const expiryOf = (days: number | undefined): { outcome: string; severity: Severity } => {
  if (days === undefined) return { outcome: 'will expire', severity: 'warning' };
  if (days < 0) return { outcome: 'has expired', severity: 'error' };
  const outcome = days < 1 ? 'expires today' : `expires in ${pluralise(Math.floor(days), 'day')}`;
  return { outcome, severity: days <= urgentDays ? 'error' : 'warning' };
};

const verdictOf = (type: string, days: number | undefined): { outcome: string; severity: Severity } => {
  if (/Approaching Expiration$/.test(type)) return expiryOf(days);
  if (/Expired$/.test(type)) return { outcome: 'has expired', severity: 'error' };
  if (/Revoked$/.test(type)) return { outcome: 'was revoked', severity: 'error' };
  if (/Renewal Action Required$/.test(type))
    return { outcome: `cannot be renewed: ${expiryOf(days).outcome}`, severity: 'error' };
  return { outcome: type.replace(/^ACM Certificate /, 'is ').toLowerCase(), severity: 'info' };
};

export const acm = eventSource({
  name: 'acm',
  event,
  read: ({ 'detail-type': type, resources: [arn], detail }) => ({
    what: 'certificate',
    name: detail.CommonName ?? arn ?? 'a certificate',
    ...verdictOf(type, detail.DaysToExpiry),
    facts: {
      reason: detail.RenewalStatusReason,
      'in use': detail.InUse === undefined ? undefined : detail.InUse ? 'yes' : 'no',
      expires: detail.CertificateExpirationDate,
      type: detail.CertificateType,
      certificate: arn,
    },
    key: [arn ?? detail.CommonName, type],
  }),
  policy: { mayBeExpected: never, mayBeFolded: never, isAccountWide: never },
});
