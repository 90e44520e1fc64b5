// Events of AWS Health (facts/notifications.md 2.11). A long one arrives as several messages, each a page.
import * as z from 'zod';
import type { NotificationState } from '#core/notification.ts';
import { envelope } from '#notify/recognition/event-envelope.ts';
import { instant, list, prose, text } from '#notify/recognition/fields.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import type { HealthEvent } from './detail.ts';
import { severityOf } from './policy.ts';

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

/** An issue that has an end in the past is over, whether its status says so or is missing. */
const hasEnded = ({ statusCode, endTime }: z.output<typeof health>['detail'], at: string | undefined): boolean =>
  statusCode === undefined ? endTime !== undefined && at !== undefined && endTime <= at : statusCode === 'closed';

export const recogniseHealth: Recogniser<HealthEvent> = (raw) => {
  const found = health.safeParse(raw.json).data;
  if (!found) return undefined;
  const { detail } = found;
  const { eventTypeCategory: category, statusCode: status, eventDescription, page, totalPages } = detail;
  const ended = hasEnded(detail, found.time);
  const ongoing: NotificationState = category === 'issue' ? 'alarm' : 'event';
  const description = eventDescription.find(({ language }) => language?.startsWith('en')) ?? eventDescription[0];
  const region = detail.eventRegion ?? found.region;
  return notification(raw, {
    source: 'health',
    severity: severityOf(category, ended),
    state: ended && category === 'issue' ? 'ok' : ongoing,
    name: detail.eventTypeCode,
    account: detail.affectedAccount ?? found.account,
    region: region === 'global' ? undefined : region,
    at: found.time,
    key: [detail.eventArn ?? detail.eventTypeCode, page],
    detail: {
      ...{ kind: 'health-event', arn: detail.eventArn, hasEnded: ended },
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
