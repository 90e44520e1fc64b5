// Events of EventBridge that no source of their own claims.
import * as z from 'zod';
import type { NotificationSource } from '#core/notification.ts';
import { arnOf, identitiesOfArns } from '#notify/recognition/arn.ts';
import { envelope } from '#notify/recognition/event-envelope.ts';
import { text } from '#notify/recognition/fields.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import type { OtherEvent } from './detail.ts';

const anyEvent = z.object({ ...envelope, detail: z.unknown().optional() });

const sources = new Map<string, NotificationSource>(
  Object.entries({
    'aws.kafka': 'msk',
    'aws.kafka-cluster': 'msk',
    'aws.kafkaconnect': 'msk',
    'aws.ecs': 'ecs',
    'aws.elasticache': 'elasticache',
    'aws.rds': 'rds',
    'aws.health': 'health',
    'aws.guardduty': 'guardduty',
  }),
);

/** What most details say of themselves, under one of these names. */
const wording = z
  .object({
    message: text,
    Message: text,
    reason: text,
    statusReason: text,
    description: text,
    errorMessage: text,
    errorCode: text,
    eventName: text,
  })
  .catch({
    message: undefined,
    Message: undefined,
    reason: undefined,
    statusReason: undefined,
    description: undefined,
    errorMessage: undefined,
    errorCode: undefined,
    eventName: undefined,
  });

const textOf = (detail: unknown): string | undefined => {
  const found = wording.parse(detail);
  return (
    found.message ??
    found.Message ??
    found.errorMessage ??
    found.reason ??
    found.statusReason ??
    found.description ??
    found.eventName
  );
};

// Of MSK and MSK Connect EventBridge only knows the calls that CloudTrail saw: what they were about is in the call.
const request = z
  .object({
    requestParameters: z.object({ clusterArn: text, connectorArn: text, clusterName: text, connectorName: text }),
  })
  .transform(({ requestParameters: named }) => named)
  .catch({ clusterArn: undefined, connectorArn: undefined, clusterName: undefined, connectorName: undefined });

export const recogniseEvent: Recogniser<OtherEvent> = (raw) => {
  const found = anyEvent.safeParse(raw.json).data;
  if (!found) return undefined;
  const { source: eventSource, 'detail-type': detailType, resources, detail } = found;
  const called = request.parse(detail);
  const named = [called.clusterName, called.connectorName].filter((name) => name !== undefined);
  const identities = [...identitiesOfArns([...resources, called.clusterArn, called.connectorArn]), ...named];
  const failed = wording.parse(detail).errorCode !== undefined || /fail|error|unsuccessful/i.test(detailType);
  return notification(raw, {
    source: sources.get(eventSource) ?? 'event',
    severity: failed ? 'warning' : 'info',
    name: identities[0] ?? arnOf(resources[0])?.resource.split('/').at(-1) ?? detailType,
    account: found.account,
    region: found.region,
    at: found.time,
    key: [eventSource, detailType, resources[0] ?? identities[0]],
    resources: identities,
    detail: {
      kind: 'event',
      eventSource,
      detailType,
      text: textOf(detail),
      detail: JSON.stringify(detail) ?? '{}',
    },
  });
};
