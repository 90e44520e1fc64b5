// Events of EventBridge without a source of their own. The names of the fields give the outcome.
import * as z from 'zod';
import type { NotificationSource } from '#core/notification.ts';
import { identitiesOfArns, nameInArn } from '#notify/recognition/arn.ts';
import { envelope } from '#notify/recognition/event-envelope.ts';
import { text } from '#notify/recognition/fields.ts';
import { callerIn, nameIn, reasonIn, titleIn } from '#notify/recognition/names.ts';
import { type Field, fieldsOf, outcomeIn } from '#notify/recognition/outcome.ts';
import { notification, type Recogniser } from '#notify/recognition/recognised.ts';
import { givenLink } from '#notify/rendering/console-link.ts';
import { mrkdwn } from '#notify/rendering/escape.ts';
import type { OtherEvent } from './detail.ts';
import { severityOf } from './policy.ts';

const anyEvent = z.object({ ...envelope, detail: z.unknown().optional() });

/** Notification rules of the developer tools send events in a spelling of their own, with what failed beside the detail. */
const ofNotificationRule = z
  .object({ detailType: z.string(), detail: z.looseObject({}), additionalAttributes: z.looseObject({}).catch({}) })
  .loose()
  .transform(({ detailType, detail, additionalAttributes, ...event }) => ({
    ...event,
    'detail-type': detailType,
    detail: { ...detail, ...additionalAttributes },
  }));

const eventIn = (json: unknown) => anyEvent.safeParse(ofNotificationRule.safeParse(json).data ?? json).data;

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
    'aws.acm': 'acm',
    'aws.backup': 'backup',
  }),
);

// For some services EventBridge has only the CloudTrail calls. Their parameters name the resource.
const called = z
  .object({
    eventName: text,
    requestParameters: z
      .object({ clusterArn: text, connectorArn: text, clusterName: text, connectorName: text })
      .catch({ clusterArn: undefined, connectorArn: undefined, clusterName: undefined, connectorName: undefined }),
  })
  .catch({
    eventName: undefined,
    requestParameters: {
      clusterArn: undefined,
      connectorArn: undefined,
      clusterName: undefined,
      connectorName: undefined,
    },
  });

const isConsoleLink = ({ key, value }: Field): boolean =>
  /link$|url$/.test(key) && givenLink(String(value), mrkdwn`logs`).length > 0;

/** Of an ARN its last part; some services give an id alone. */
const lastOf = (resource: string | undefined): string | undefined => {
  return nameInArn(resource) ?? (resource === undefined || /^arn:/.test(resource) ? undefined : resource);
};

/** DMS names a task in a link alone: its ARN holds an id that nobody knows. */
const linkedName = (fields: readonly Field[]): string | undefined =>
  fields
    .filter(({ key }) => key === 'resourcelink')
    .map(({ value }) => /#\w+Details\/([\w.-]{1,200})$/.exec(String(value))?.[1])
    .find((found) => found !== undefined);

const parameters = z.object({ requestParameters: z.record(z.string(), z.unknown()) });

/** What a call was about, else who made it. */
const nameOfCall = (detail: unknown, fields: readonly Field[]): string | undefined =>
  nameIn(fieldsOf(parameters.safeParse(detail).data?.requestParameters)) ?? callerIn(fields) ?? nameIn(fields);

/** Systems Manager rates an OpsItem from 1, the worst, to 4: a rank, and no score. */
const ratedAsIn = (detailType: string, fields: readonly Field[]): Field[] =>
  /^OpsItem/.test(detailType)
    ? fields.map((field) => (field.key === 'severity' ? { ...field, key: 'priority' } : field))
    : [...fields];

export const recogniseEvent: Recogniser<OtherEvent> = (raw) => {
  const found = eventIn(raw.json);
  if (!found) return undefined;
  const { source: eventSource, 'detail-type': detailType, resources, detail } = found;
  const { eventName, requestParameters: call } = called.parse(detail);
  const named = [call.clusterName, call.connectorName].filter((name) => name !== undefined);
  const identities = [...identitiesOfArns([...resources, call.clusterArn, call.connectorArn]), ...named];
  const fields = ratedAsIn(detailType, fieldsOf(detail));
  const outcome = outcomeIn(fields);
  const isCall = /via CloudTrail$/i.test(detailType);
  const name =
    identities[0]?.replace(/^[a-z-]+:(?=.)/, '') ??
    linkedName(fields) ??
    titleIn(fields) ??
    (isCall ? nameOfCall(detail, fields) : nameIn(fields));
  return notification(raw, {
    source: sources.get(eventSource) ?? 'event',
    severity: severityOf(detailType, outcome, reasonIn(fields)),
    name: name ?? lastOf(resources[0]) ?? detailType,
    account: found.account,
    region: found.region,
    at: found.time,
    key: [eventSource, detailType, resources[0] ?? name, outcome.state],
    resources: identities,
    detail: {
      kind: 'event',
      eventSource,
      detailType,
      outcome: outcome.state,
      call: isCall ? eventName : undefined,
      text: reasonIn(fields) ?? eventName,
      url: fields.find(isConsoleLink)?.value.toString(),
      detail: JSON.stringify(detail) ?? '{}',
    },
  });
};
