// Findings of GuardDuty (facts/notifications.md 2.11).
import * as z from 'zod';
import type { Severity } from '#core/notification.ts';
import { envelope } from '#notify/recognition/event.ts';
import { instant, number, prose, text } from '#notify/recognition/fields.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';

const finding = z.object({
  ...envelope,
  source: z.literal('aws.guardduty'),
  detail: z.object({
    id: text,
    type: z.string(),
    title: text,
    description: prose,
    severity: number,
    accountId: text,
    region: text,
    service: z
      .object({ count: number, eventFirstSeen: instant, eventLastSeen: instant })
      .catch({ count: undefined, eventFirstSeen: undefined, eventLastSeen: undefined }),
  }),
});

/** GuardDuty's own bands. A finding without a score is taken seriously. */
const severityOf = (score = 7): Severity => {
  if (score >= 9) return 'critical';
  if (score >= 7) return 'error';
  return score >= 4 ? 'warning' : 'info';
};

export const recogniseGuardDuty: Recogniser = (said) => {
  const found = finding.safeParse(said.json).data;
  if (!found) return undefined;
  const { detail } = found;
  const { count, eventFirstSeen: firstSeen, eventLastSeen: lastSeen } = detail.service;
  return notification(said, {
    source: 'guardduty',
    severity: severityOf(detail.severity),
    name: detail.title ?? detail.type,
    account: detail.accountId ?? found.account,
    region: detail.region ?? found.region,
    at: found.time,
    key: [detail.id ?? detail.type],
    detail: {
      ...{ kind: 'guardduty-finding', type: detail.type, text: detail.description, score: detail.severity },
      ...{ count, firstSeen, lastSeen },
    },
  });
};
