// From a received message to its routes and the posted text. Pure: `alarm-notify` posts it, `curfew render` only shows it.

import type { Action } from '#core/action.ts';
import { fitsPattern } from '#core/name-pattern.ts';
import { offsetTime } from '#core/offset-time.ts';
import type { Definition } from '#definition/definition.ts';
import { nextSlotThatCounts } from '#definition/schedule/next-slot.ts';
import { slotAt } from '#definition/schedule/slots.ts';
import { slotsOf } from '#definition/schedule/slots-of.ts';
import { spreadText } from '#definition/schedule/spread-text.ts';
import { type Notification, sourceOf } from '#notify/sources.ts';
import type { Received } from '../recognition/received.ts';
import { contentOf, recogniseNotification } from '../recognition/recognise-notification.ts';
import { type SlackMessage, withMention } from '../rendering/message.ts';
import { notOurs, withNote } from '../rendering/note.ts';
import type { Reader } from '../rendering/reader.ts';
import { renderNotification } from '../rendering/render-notification.ts';
import { imitatesUs } from '../sources/curfew/recognise.ts';
import type { About, Around } from './conditions.ts';
import { environmentOf } from './environment-of.ts';
import { asOne, type ChosenRoute, passedBy, routesFor, severityByRule } from './route-notification.ts';

/** A notification and where it goes. */
export type Placed = {
  readonly notification: Notification;
  /** It has the form of a Curfew message but did not come from a Curfew topic. */
  readonly isImitation: boolean;
  /** The environment it certainly belongs to. */
  readonly owner: Definition | undefined;
  /** The environment whose routes were used. */
  readonly definition: Definition;
  /** All routes that match, in order. */
  readonly routes: readonly ChosenRoute[];
  /** The route in question; the first by default. */
  readonly route: ChosenRoute;
  /** The earlier routes, each with the reason why it did not match. */
  readonly passed: readonly string[];
  /** The routes for a different notification with the same text. The text itself is not exposed. */
  readonly routesIf: (about: About) => readonly ChosenRoute[];
};

export type Presented = Placed & {
  readonly message: SlackMessage;
  /** The environment that the message names. */
  readonly environment?: string;
};

export type Definitions = {
  readonly known: readonly Definition[];
  /** The owner of the topics. It gets what belongs to no known environment. */
  readonly fallback: Definition;
};

const nextOf = ({ detail }: Notification, definition: Definition): Reader['next'] => {
  const { schedule, timeZone } = definition;
  if (detail.kind !== 'report' || !schedule.enabled) return undefined;
  const action: Action = detail.report.action === 'stop' ? 'start' : 'stop';
  const endedAt = Date.parse(detail.report.endedAt);
  const at = Number.isNaN(endedAt) ? undefined : nextSlotThatCounts(definition, action, endedAt);
  const moved = at === undefined ? '' : spreadText(slotAt(slotsOf(definition, action), timeZone, at)).trim();
  if (at === undefined) return undefined;
  const { nextStart } = detail.report;
  // By the definition of the message: where that has another time by now, what the run worked out is old.
  const begins = nextStart !== undefined && Date.parse(nextStart.readyBy) === at ? { begins: nextStart.begins } : {};
  return { action, at: offsetTime(at, timeZone), ...(moved === '' ? {} : { spread: moved }), ...begins };
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

const aroundOf = (
  notification: Notification,
  { subject, body, sentAt }: Pick<Received, 'subject' | 'body' | 'sentAt'>,
  owner: Definition | undefined,
  { timeZone, notifications: { accounts } }: Definition,
): Around => ({
  environment: owner?.environment ?? notification.environment,
  ...{ timeZone, accounts, text: `${subject ?? ''}\n${body}` },
  atMs: Date.parse(sentAt ?? notification.at ?? ''),
});

export const place = (
  recognised: Notification,
  received: Pick<Received, 'subject' | 'body' | 'sentAt'>,
  { known, fallback }: Definitions,
): Placed => {
  const owner = environmentOf(recognised, known);
  const definition = owner ?? fallback;
  const { notifications } = definition;
  const around = aroundOf(recognised, received, owner, definition);
  const severity = severityByRule(recognised, notifications, around) ?? recognised.severity;
  const notification = { ...recognised, severity };
  const routes = routesFor(notification, notifications, around);
  return {
    ...{ notification, owner, definition, routes, route: routes[0] ?? asOne(routes) },
    isImitation: recognised.detail.kind === 'text' && imitatesUs(contentOf(received.body).json),
    passed: passedBy(notification, notifications, around),
    routesIf: (about) => routesFor(about, notifications, around),
  };
};

/** Renders it for one route, with the severity of that route. */
export const onRoute = (placed: Placed, route: ChosenRoute): Presented => {
  const notification = { ...placed.notification, severity: route.severity ?? placed.notification.severity };
  const reader = readerOf(notification, placed.owner, placed.definition);
  const rendered = renderNotification(notification, reader);
  const message = placed.isImitation ? withNote(rendered, notOurs) : rendered;
  const { environment } = reader;
  const presented = { ...placed, notification, route, message: withMention(message, route.mention) };
  return environment === undefined ? presented : { ...presented, environment };
};

/** Renders it for every route. */
export const presentAll = (received: Received, definitions: Definitions): Presented[] => {
  const placed = place(recogniseNotification(received), received, definitions);
  return placed.routes.map((route) => onRoute(placed, route));
};

/** Renders it for the first route. */
export const present = (received: Received, definitions: Definitions): Presented => {
  const placed = place(recogniseNotification(received), received, definitions);
  return onRoute(placed, placed.route);
};
