// Events of ECS: tasks that stop, what a service does about it, and deployments (facts/notifications.md 2.11).
import * as z from 'zod';
import { arnOf, identitiesOfArns } from '#notify/recognition/arn.ts';
import { envelope } from '#notify/recognition/event-envelope.ts';
import { list, number, text } from '#notify/recognition/fields.ts';
import { notification, type RawMessage, type Recognised, type Recogniser } from '#notify/recognition/recognised.ts';
import type { EcsEvent } from './detail.ts';
import { severityOfService, severityOfTask } from './policy.ts';

const task = z.object({
  ...envelope,
  'detail-type': z.literal('ECS Task State Change'),
  detail: z.object({
    clusterArn: text,
    taskArn: text,
    group: text,
    lastStatus: z.string(),
    stoppedReason: text,
    stopCode: text,
    containers: list(
      z
        .object({ name: z.string(), exitCode: number, reason: text })
        .transform(({ name, exitCode, reason }) => ({ name, exitCode, reason })),
    ),
  }),
});

const serviceOrDeployment = z.object({
  ...envelope,
  'detail-type': z.enum(['ECS Service Action', 'ECS Deployment State Change']),
  detail: z.object({ eventType: text, eventName: z.string(), clusterArn: text, reason: text }),
});

const lastPart = (arn: string | undefined): string | undefined => arnOf(arn)?.resource.split('/').at(-1);

const ofTask = (raw: RawMessage): Recognised<EcsEvent> | undefined => {
  const found = task.safeParse(raw.json).data;
  if (!found) return undefined;
  const { clusterArn, taskArn, group, lastStatus, stoppedReason, stopCode, containers } = found.detail;
  const cluster = lastPart(clusterArn);
  const service = /^service:([\s\S]+)$/.exec(group ?? '')?.[1];
  const detail: EcsEvent = {
    ...{ kind: 'ecs-event', what: 'task', cluster, group: service ?? group, task: lastPart(taskArn) },
    ...{ status: lastStatus, reason: stoppedReason, stopCode, containers },
  };
  const name = service ?? group ?? detail.task ?? 'a task';
  return notification(raw, {
    source: 'ecs',
    severity: severityOfTask(detail, service !== undefined),
    name,
    account: found.account,
    region: found.region,
    at: found.time,
    key: [cluster, name, lastStatus, stopCode],
    resources: cluster !== undefined && service !== undefined ? [`${cluster}/${service}`] : [],
    detail,
  });
};

const ofService = (raw: RawMessage): Recognised<EcsEvent> | undefined => {
  const found = serviceOrDeployment.safeParse(raw.json).data;
  if (!found) return undefined;
  const { eventType = 'INFO', eventName, clusterArn, reason } = found.detail;
  const identities = identitiesOfArns(found.resources);
  const [clusterOfService] = identities[0]?.split('/') ?? [];
  const name = lastPart(found.resources[0]) ?? 'a service';
  const cluster = lastPart(clusterArn) ?? clusterOfService;
  return notification(raw, {
    source: 'ecs',
    severity: severityOfService(eventType, eventName, reason),
    name,
    account: found.account,
    region: found.region,
    at: found.time,
    key: [cluster, name, eventName],
    resources: identities,
    detail: {
      ...{ kind: 'ecs-event', what: found['detail-type'] === 'ECS Service Action' ? 'service' : 'deployment' },
      ...{ cluster, group: name, task: undefined, status: eventName, reason, stopCode: undefined, containers: [] },
    },
  });
};

export const recogniseEcs: Recogniser<EcsEvent> = (raw) => ofTask(raw) ?? ofService(raw);
