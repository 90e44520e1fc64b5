// Events of RDS, Aurora and DMS: by SNS, with blanks in their keys, or as events of EventBridge (facts/notifications.md 2.10).
import * as z from 'zod';
import { arnOf, identitiesOfArns } from '#notify/recognition/arn.ts';
import { instant, list, text } from '#notify/recognition/fields.ts';
import { notification, placeOfTopic, type Recogniser } from '#notify/recognition/recognised.ts';
import type { RdsEvent } from './detail.ts';
import { categoryOf } from './events.ts';
import { severityOf } from './policy.ts';

const viaSns = z
  .object({
    'Event Source': text,
    'Event Time': instant,
    'Source ID': text,
    SourceId: text,
    'Source ARN': text,
    'Event ID': z.string(),
    'Event Message': z.string(),
  })
  .transform((event) => ({
    sourceType: event['Event Source'],
    id: event['Source ID'] ?? event.SourceId,
    arn: event['Source ARN'],
    eventId: event['Event ID'],
    message: event['Event Message'],
    at: event['Event Time'],
    categories: [] as string[],
    account: undefined as string | undefined,
    region: undefined as string | undefined,
  }));

const viaEventBridge = z
  .object({
    source: z.enum(['aws.rds', 'aws.dms']),
    account: text,
    region: text,
    time: instant,
    resources: list(z.string()),
    detail: z.object({
      EventID: z.string(),
      Message: z.string(),
      SourceType: text,
      SourceIdentifier: text,
      SourceArn: text,
      EventCategories: list(z.string()),
    }),
  })
  .transform(({ account, region, time, resources, detail }) => ({
    sourceType: detail.SourceType?.toLowerCase()
      .replace(/_/g, '-')
      .replace(/^cluster$/, 'db-cluster'),
    id: detail.SourceIdentifier,
    arn: detail.SourceArn ?? resources[0],
    eventId: detail.EventID,
    message: detail.Message,
    at: time,
    categories: detail.EventCategories,
    account,
    region,
  }));

export const recogniseRds: Recogniser<RdsEvent> = (raw) => {
  const found = viaSns.safeParse(raw.json).data ?? viaEventBridge.safeParse(raw.json).data;
  if (!found) return undefined;
  // A link whose fragment is the code; a blank was seen behind it.
  const eventId = /(?:RDS|DMS)-EVENT-\d{1,5}/.exec(found.eventId)?.[0];
  const arn = arnOf(found.arn);
  const topic = placeOfTopic(raw);
  const isDatabase = found.sourceType === undefined || ['db-instance', 'db-cluster'].includes(found.sourceType);
  const name = found.id ?? arn?.resource ?? 'a database';
  return notification(raw, {
    source: 'rds',
    severity: severityOf(eventId, found.categories, found.message),
    name,
    account: found.account ?? arn?.account ?? topic.account,
    region: found.region ?? arn?.region ?? topic.region,
    at: found.at,
    key: [name, eventId ?? found.message.slice(0, 100)],
    resources: found.id !== undefined && isDatabase ? [found.id] : identitiesOfArns([found.arn]),
    detail: {
      kind: 'rds-event',
      eventId,
      category: categoryOf(eventId) ?? found.categories[0],
      sourceType: found.sourceType,
      text: found.message,
    },
  });
};
