// From a message as it was received to where it goes and what is posted there. Pure: `alarm-notify` posts it, `curfew render`
// only shows it.

import type { Action } from '#core/action.ts';
import { fitsPattern } from '#core/name-pattern.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Definition } from '#definition/definition.ts';
import { nextSlot } from '#definition/schedule/slots.ts';
import { type Notification, sourceOf } from '#notify/sources.ts';
import type { Received } from '../recognition/received.ts';
import { recogniseNotification } from '../recognition/recognise-notification.ts';
import { type SlackMessage, withMention } from '../rendering/message.ts';
import type { Reader } from '../rendering/reader.ts';
import { renderNotification } from '../rendering/render-notification.ts';
import { environmentOf } from './environment-of.ts';
import { type ChosenRoute, routeNotification } from './route-notification.ts';

export type Presented = {
  readonly notification: Notification;
  /** Whose routes were asked. */
  readonly definition: Definition;
  readonly route: ChosenRoute;
  readonly message: SlackMessage;
  /** That the message names: its own, or the one that it is about. */
  readonly environment?: string;
};

export type Definitions = {
  readonly known: readonly Definition[];
  /** Takes what belongs to no environment for certain: whose topics these are. */
  readonly fallback: Definition;
};

const nextOf = ({ detail }: Notification, { schedule, timeZone }: Definition): Reader['next'] => {
  if (detail.kind !== 'report' || !schedule.enabled) return undefined;
  const action: Action = detail.report.action === 'stop' ? 'start' : 'stop';
  const slot = schedule[action];
  const endedAt = Date.parse(detail.report.endedAt);
  const at = slot === undefined || Number.isNaN(endedAt) ? undefined : nextSlot(slot, timeZone, endedAt);
  return at === undefined ? undefined : { action, at: offsetTime(at, timeZone) };
};

const readerOf = (notification: Notification, owner: Definition | undefined, definition: Definition): Reader => {
  const { dashboard, runbooks } = definition.notifications;
  const certain = owner?.environment ?? notification.environment;
  const elsewhere = notification.region !== undefined && notification.region !== definition.region;
  const assumed =
    elsewhere || sourceOf(notification).policy.isAccountWide(notification) ? undefined : definition.environment;
  const environment = certain ?? assumed;
  const runbook = runbooks.find(({ name }) => fitsPattern(notification.name, name))?.url;
  const next = owner && nextOf(notification, owner);
  return {
    timeZone: definition.timeZone,
    ...(environment === undefined ? {} : { environment }),
    ...(dashboard === undefined || elsewhere ? {} : { dashboard }),
    ...(runbook === undefined ? {} : { runbook }),
    ...(next === undefined ? {} : { next }),
  };
};

export const present = (received: Received, { known, fallback }: Definitions): Presented => {
  const notification = recogniseNotification(received);
  const owner = environmentOf(notification, known);
  const definition = owner ?? fallback;
  const route = routeNotification(notification, definition.notifications);
  const reader = readerOf(notification, owner, definition);
  const message = withMention(renderNotification(notification, reader), route.mention);
  const { environment } = reader;
  return { notification, definition, route, message, ...(environment === undefined ? {} : { environment }) };
};
