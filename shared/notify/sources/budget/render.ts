// Budgets: how much of it is used, at a glance, and what that is in money.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { budgetsLink } from '#notify/rendering/console-link.ts';
import { type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { laidOut, named, optional, paragraph, when } from '#notify/rendering/layout.ts';
import { type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import type { Budget, BudgetAction } from './detail.ts';

const cells = 10;

/** `▓▓▓▓▓▓▓▓░░`; what is above is full. */
const bar = (percent: number): Escaped => {
  const full = Math.min(cells, Math.round((percent / 100) * cells));
  return line(`${'▓'.repeat(full)}${'░'.repeat(cells - full)}`, 60);
};

const percent = (value: number): Escaped => line(`${value >= 1_000_000 ? '> 1000000' : Math.round(value)} %`, 20);

const verb = ({ alertType, threshold }: Budget): Escaped => {
  // Of Savings Plans and reservations too little is used, not too much.
  if (threshold?.startsWith('<')) return mrkdwn`is only at`;
  return alertType?.toUpperCase() === 'FORECASTED' ? mrkdwn`is forecast to use` : mrkdwn`has used`;
};

const headline = ({ name, severity }: AnyNotification, detail: Budget): Escaped => {
  const icon = severity === 'error' ? mrkdwn`💸` : mrkdwn`💰`;
  return detail.usedPercent === undefined
    ? mrkdwn`${icon} budget ${named(name)} passed its alert threshold`
    : mrkdwn`${icon} budget ${named(name)} ${verb(detail)} ${percent(detail.usedPercent)}`;
};

const amounts = ({ amount, budgeted, alertType }: Budget): Escaped => {
  const what = alertType === undefined ? mrkdwn`` : mrkdwn` (${line(alertType.toLowerCase(), 30)})`;
  if (amount === undefined) return mrkdwn`budget of ${line(budgeted ?? '', 60)}`;
  return budgeted === undefined
    ? mrkdwn`${line(amount, 60)}${what}`
    : mrkdwn`${line(amount, 60)}${what} of ${line(budgeted, 60)}`;
};

export const renderBudget = (notification: AnyNotification, detail: Budget, reader: Reader): SlackMessage => {
  const { usedPercent, threshold, budgetType } = detail;
  const shown = [
    ...(usedPercent === undefined ? [] : [mrkdwn`${bar(usedPercent)} *${percent(usedPercent)}*`]),
    amounts(detail),
    ...(threshold === undefined ? [] : [mrkdwn`alert at ${line(threshold, 60)}`]),
    ...optional(budgetType, 60),
  ];
  return laidOut(notification, reader, {
    headline: headline(notification, detail),
    blocks: [section(joined(shown, ' · ', 1_000))],
    // AWS works it out a few times a day, so the moment belongs to the amount.
    facts: when(notification.at, reader).map((time) => mrkdwn`as of ${time}`),
    links: budgetsLink(),
  });
};

export const renderBudgetAction = (
  notification: AnyNotification,
  detail: BudgetAction,
  reader: Reader,
): SlackMessage => {
  const facts = detail.facts.map(({ name, value }) => mrkdwn`${line(name, 60)}: ${line(value, 200)}`);
  return laidOut(notification, reader, {
    headline: mrkdwn`💰 an action of budget ${named(notification.name)}`,
    blocks: facts.length > 0 ? [section(joined(facts, '\n', 2_000))] : paragraph(detail.text, 2_000),
    links: budgetsLink(),
  });
};
