// Notes on the delivery of a message, appended to its first line. Pure.
import { type Escaped, mrkdwn } from './escape.ts';
import type { SlackMessage } from './message.ts';
import { renderDuration, renderInstant } from './time.ts';

/** On the first line, so that previews show it and it stays when Slack refuses the layout. */
export const withNote = (message: SlackMessage, note: Escaped): SlackMessage => ({
  ...message,
  text: mrkdwn`${message.text} · _${note}_`,
});

/** "sent 14 min late", in whole minutes. */
export const sentLate = (lateSeconds: number): Escaped =>
  mrkdwn`sent ${renderDuration(Math.round(lateSeconds / 60) * 60)} late`;

/** The resource is down by plan, but that is not the cause. */
export const downByPlan = (untilIso: string, timeZone: string): Escaped =>
  mrkdwn`planned downtime until ${renderInstant(untilIso, timeZone)}`;

/** It has the form of a Curfew message but another origin. */
export const notOurs: Escaped = mrkdwn`not from Curfew: it did not arrive through the operator topic of that environment`;

/** Two environments send their e-mail copies to topics that they also subscribe to. */
export const goesRound: Escaped = mrkdwn`this message loops between environments: no further copy is sent`;

export const sinceTheStop: Escaped = mrkdwn`has been in alarm since the stop`;
