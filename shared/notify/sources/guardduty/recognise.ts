// Findings of GuardDuty (facts/notifications.md 2.11).
import * as z from 'zod';
import { envelope } from '#notify/recognition/event-envelope.ts';
import { instant, number, prose, text } from '#notify/recognition/fields.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import { affectedBy, resource, tagsOf } from './affected.ts';
import type { GuardDutyFinding } from './detail.ts';
import { severityOf } from './policy.ts';

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
    resource,
    service: z
      .object({ count: number, eventFirstSeen: instant, eventLastSeen: instant })
      .catch({ count: undefined, eventFirstSeen: undefined, eventLastSeen: undefined }),
  }),
});

export const recogniseGuardDuty: Recogniser<GuardDutyFinding> = (raw) => {
  const found = finding.safeParse(raw.json).data;
  if (!found) return undefined;
  const { detail } = found;
  const { count, eventFirstSeen: firstSeen, eventLastSeen: lastSeen } = detail.service;
  return notification(raw, {
    source: 'guardduty',
    severity: severityOf(detail.severity),
    name: detail.title ?? detail.type,
    account: detail.accountId ?? found.account,
    region: detail.region ?? found.region,
    at: found.time,
    tags: tagsOf(detail.resource),
    key: [detail.id ?? detail.type],
    detail: {
      ...{ kind: 'guardduty-finding', type: detail.type, text: detail.description, score: detail.severity },
      ...{ count, firstSeen, lastSeen, id: detail.id, affected: affectedBy(detail.resource) },
    },
  });
};
