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

/** What was said, and where it goes. */
export type Placed = {
  readonly notification: Notification;
  /** Whose it is for certain. */
  readonly owner: Definition | undefined;
  /** Whose routes were asked. */
  readonly definition: Definition;
  readonly route: ChosenRoute;
};

export type Presented = Placed & { readonly message: SlackMessage };

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
  const { dashboard, runbooks, logs = [], accounts } = definition.notifications;
  const certain = owner?.environment ?? notification.environment;
  const elsewhere = notification.region !== undefined && notification.region !== definition.region;
  const assumed =
    elsewhere || sourceOf(notification).policy.isAccountWide(notification) ? undefined : definition.environment;
  const environment = certain ?? assumed;
  const runbook = runbooks.find(({ name }) => fitsPattern(notification.name, name))?.url;
  const names = [notification.name, ...notification.resources];
  const group = logs.find(({ name }) => names.some((one) => fitsPattern(one, name)))?.group;
  const next = owner && nextOf(notification, owner);
  return {
    timeZone: definition.timeZone,
    ...(accounts === undefined ? {} : { accounts }),
    ...(environment === undefined ? {} : { environment }),
    ...(dashboard === undefined || elsewhere ? {} : { dashboard }),
    ...(group === undefined || elsewhere ? {} : { logs: group }),
    ...(runbook === undefined ? {} : { runbook }),
    ...(next === undefined ? {} : { next }),
  };
};

export const place = (notification: Notification, { known, fallback }: Definitions): Placed => {
  const owner = environmentOf(notification, known);
  const definition = owner ?? fallback;
  return { notification, owner, definition, route: routeNotification(notification, definition.notifications) };
};

export const say = ({ notification, owner, definition, route }: Placed): SlackMessage =>
  withMention(renderNotification(notification, readerOf(notification, owner, definition)), route.mention);

export const present = (received: Received, definitions: Definitions): Presented => {
  const placed = place(recogniseNotification(received), definitions);
  return { ...placed, message: say(placed) };
};
