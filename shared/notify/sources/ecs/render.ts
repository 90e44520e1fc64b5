// Events of ECS: which service, what happened to it, and why its containers ended.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { ecsServiceLink } from '#notify/rendering/console-link.ts';
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, optional, when } from '#notify/rendering/layout.ts';
import { type SlackBlock, type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import type { EcsEvent } from './detail.ts';

/** `SERVICE_DEPLOYMENT_FAILED` → "service deployment failed" */
const statusText = (status: string): Escaped => line(status.replaceAll('_', ' ').toLowerCase(), 120);

/** Why a task ended, in as few words as the first line has room for. */
const causeOf = ({ reason, containers }: EcsEvent): string | undefined => {
  const reasons = [reason, ...containers.map((container) => container.reason)].filter((one) => one !== undefined);
  if (reasons.some((one) => /OutOfMemory|out of memory/i.test(one))) return 'out of memory';
  if (reasons.some((one) => /health checks?\b/i.test(one))) return 'failed health checks';
  const named = reasons.map((one) => /^(\w+(?:Error|Exception))\b/.exec(one)?.[1]).find((one) => one !== undefined);
  const exitCode = containers.map((container) => container.exitCode).find((code) => code !== undefined && code !== 0);
  return named ?? (exitCode === undefined ? undefined : `exit code ${exitCode}`);
};

const summary = (detail: EcsEvent, isTrouble: boolean): Escaped => {
  if (detail.what !== 'task') return mrkdwn`: ${statusText(detail.status)}`;
  const cause = isTrouble ? causeOf(detail) : undefined;
  return mrkdwn`: a task is ${statusText(detail.status)}${cause === undefined ? mrkdwn`` : mrkdwn`, ${line(cause, 80)}`}`;
};

const ended = ({ containers }: EcsEvent): SlackBlock[] => {
  const each = containers
    .filter(({ exitCode, reason }) => exitCode !== undefined || reason !== undefined)
    .map(({ name, exitCode, reason }) => {
      const exit = exitCode === undefined ? mrkdwn`` : mrkdwn` exit code ${exitCode}`;
      return joined([mrkdwn`• ${code(name, 100)}${exit}`, ...optional(reason, 300)], ', ', 500);
    });
  return each.length === 0 ? [] : [section(joined(each, '\n', 1_500))];
};

export const renderEcs = (notification: AnyNotification, detail: EcsEvent, reader: Reader): SlackMessage => {
  const { cluster, group, task, reason, stopCode, what } = detail;
  const service = what === 'task' ? undefined : group;
  const [byResource] = notification.resources;
  const [clusterName = cluster, serviceName = service] = byResource?.split('/') ?? [];
  return laidOut(notification, reader, {
    headline: mrkdwn`${iconOf(notification)} ${named(notification.name)}${summary(detail, notification.severity !== 'info')}`,
    blocks: [...optional(reason, 800).map(section), ...ended(detail)],
    facts: [
      ...when(notification.at, reader),
      ...(cluster === undefined ? [] : [mrkdwn`cluster ${code(cluster, 120)}`]),
      ...(task === undefined ? [] : [mrkdwn`task ${code(task, 80)}`]),
      ...optional(stopCode, 60),
    ],
    links: clusterName && serviceName ? ecsServiceLink(notification, clusterName, serviceName) : [],
  });
};
