// Events of AWS Health (facts/notifications.md 2.11). A long one arrives as several messages, each a page.
import * as z from 'zod';
import type { NotificationState, Severity } from '#core/notification.ts';
import { envelope } from '#notify/recognition/event.ts';
import { instant, list, prose, text } from '#notify/recognition/fields.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';

const health = z.object({
  ...envelope,
  source: z.literal('aws.health'),
  detail: z.object({
    eventArn: text,
    service: text,
    eventTypeCode: z.string(),
    eventTypeCategory: text,
    statusCode: text,
    startTime: instant,
    endTime: instant,
    eventRegion: text,
    affectedAccount: text,
    page: text,
    totalPages: text,
    eventDescription: list(z.object({ language: text, latestDescription: prose })),
    affectedEntities: list(z.object({ entityValue: z.string() })),
  }),
});

const severities = new Map<string, Severity>(
  Object.entries({
    issue: 'error',
    investigation: 'warning',
    scheduledChange: 'warning',
    accountNotification: 'info',
  }),
);

export const recogniseHealth: Recogniser = (said) => {
  const found = health.safeParse(said.json).data;
  if (!found) return undefined;
  const { detail } = found;
  const { eventTypeCategory: category, statusCode: status, eventDescription, page, totalPages } = detail;
  const ended = status === 'closed';
  const ongoing: NotificationState = category === 'issue' ? 'alarm' : 'event';
  const description = eventDescription.find(({ language }) => language?.startsWith('en')) ?? eventDescription[0];
  const region = detail.eventRegion ?? found.region;
  return notification(said, {
    source: 'health',
    severity: ended ? 'info' : (severities.get(category ?? '') ?? 'warning'),
    state: ended && category === 'issue' ? 'ok' : ongoing,
    name: detail.eventTypeCode,
    account: detail.affectedAccount ?? found.account,
    region: region === 'global' ? undefined : region,
    at: found.time,
    key: [detail.eventArn ?? detail.eventTypeCode, page],
    detail: {
      kind: 'health-event',
      service: detail.service,
      code: detail.eventTypeCode,
      ...{ category, status },
      text: description?.latestDescription,
      startsAt: detail.startTime,
      endsAt: detail.endTime,
      entities: detail.affectedEntities.map(({ entityValue }) => entityValue),
      page:
        page !== undefined && totalPages !== undefined && totalPages !== '1' ? `${page} of ${totalPages}` : undefined,
    },
  });
};
