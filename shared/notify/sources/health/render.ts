// AWS's own troubles and plans.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { healthLink } from '#notify/rendering/console-link.ts';
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, optional, paragraph, when } from '#notify/rendering/layout.ts';
import { type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { renderDuration } from '#notify/rendering/time.ts';
import type { HealthEvent } from './detail.ts';

const kinds = new Map<string, Escaped>(
  Object.entries({
    issue: mrkdwn`an AWS issue`,
    investigation: mrkdwn`AWS is investigating`,
    scheduledChange: mrkdwn`a planned AWS change`,
    accountNotification: mrkdwn`an AWS notice`,
  }),
);

const headline = (notification: AnyNotification, { category, service }: HealthEvent): Escaped => {
  const what = kinds.get(category ?? '') ?? line(category ?? 'AWS Health', 60);
  const whose = service === undefined ? mrkdwn`` : mrkdwn` with ${line(service, 60)}`;
  const over = notification.state === 'ok' ? mrkdwn` is over` : mrkdwn``;
  return mrkdwn`${iconOf(notification)} ${what}${whose}${over}: ${named(notification.name)}`;
};

/** Where the Health Dashboard lists it: what is over is in the log alone. */
const listOf = ({ category, hasEnded }: HealthEvent): Parameters<typeof healthLink>[0] => {
  if (hasEnded) return 'log';
  if (category === 'scheduledChange') return 'changes';
  return category === 'accountNotification' ? 'notes' : 'issues';
};

const lasted = ({ hasEnded, startsAt, endsAt }: HealthEvent): Escaped[] => {
  const seconds = (Date.parse(endsAt ?? '') - Date.parse(startsAt ?? '')) / 1_000;
  return hasEnded && seconds > 0 ? [mrkdwn`lasted ${renderDuration(seconds)}`] : [];
};

const period = ({ startsAt, endsAt }: HealthEvent, reader: Reader): Escaped[] => [
  ...when(startsAt, reader).map((time) => mrkdwn`from ${time}`),
  ...when(endsAt, reader).map((time) => mrkdwn`to ${time}`),
];

export const renderHealth = (notification: AnyNotification, detail: HealthEvent, reader: Reader): SlackMessage => {
  const entities = detail.entities.map((entity) => code(entity, 150));
  const affected = entities.length === 0 ? [] : [section(mrkdwn`*Affected:* ${joined(entities, ', ', 1_200)}`)];
  return laidOut(notification, reader, {
    headline: headline(notification, detail),
    blocks: [...paragraph(detail.text, 2_000), ...affected],
    facts: [
      ...period(detail, reader),
      ...lasted(detail),
      ...optional(detail.status, 40),
      ...optional(detail.page, 20).map((page) => mrkdwn`part ${page}`),
    ],
    links: healthLink(listOf(detail), detail.arn),
  });
};
