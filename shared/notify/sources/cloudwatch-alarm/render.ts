// CloudWatch alarms as messages. A return to normal is short; everything else says what is watched, what was measured, why, and
// what whoever made the alarm wanted known.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { renderAccount } from '#notify/rendering/account.ts';
import { alarmLink } from '#notify/rendering/console-link.ts';
import { code, codeBlock, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, optional, paragraph, when } from '#notify/rendering/layout.ts';
import { type SlackBlock, type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { renderDuration } from '#notify/rendering/time.ts';
import type { AlarmCondition, CompositeAlarm, LogAlarm, MetricAlarm } from './detail.ts';
import {
  metricLengthMax,
  renderComparison,
  renderCondition,
  renderDimensions,
  renderNumber,
  renderValue,
  unitOf,
} from './threshold.ts';

const headlineAttributesMax = 3;

type Alarm = MetricAlarm | CompositeAlarm | LogAlarm;

const verdict = ({ state }: AnyNotification, { newState, oldState }: Alarm): Escaped => {
  if (state === 'ok') return oldState === 'ALARM' ? mrkdwn`is OK again` : mrkdwn`is OK`;
  if (state === 'insufficient-data') return mrkdwn`has no data`;
  return newState === 'ALARM' ? mrkdwn`is in alarm` : mrkdwn`is in ${line(newState, 60)}`;
};

const headline = (notification: AnyNotification, detail: Alarm): Escaped => {
  const { contributorAttributes: attributes } = detail;
  const which =
    notification.contributor === undefined
      ? mrkdwn``
      : mrkdwn` for ${attributes.length > 0 ? renderDimensions(attributes.slice(0, headlineAttributesMax)) : code(notification.contributor, 100)}`;
  const icon = notification.state === 'insufficient-data' ? mrkdwn`❔` : iconOf(notification);
  return mrkdwn`${icon} ${named(notification.name)} ${verdict(notification, detail)}${which}`;
};

const transition = ({ oldState, newState }: Alarm): Escaped[] =>
  oldState === undefined ? [] : [mrkdwn`${line(oldState, 40)} → ${line(newState, 40)}`];

const secondsBetween = (from: string | undefined, to: string | undefined): number | undefined => {
  const seconds = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1_000;
  return seconds > 0 ? seconds : undefined;
};

const lasted = ({ state, at }: AnyNotification, { oldState, oldSince }: Alarm): Escaped[] => {
  const seconds = state === 'ok' && oldState === 'ALARM' ? secondsBetween(oldSince, at) : undefined;
  return seconds === undefined ? [] : [mrkdwn`in alarm for ${renderDuration(seconds)}`];
};

const since = (notification: AnyNotification, detail: Alarm, reader: Reader): Escaped[] => {
  const begun = detail.kind === 'metric-alarm' && notification.state === 'alarm' ? detail.since : undefined;
  const seconds = secondsBetween(begun, notification.at);
  return [
    ...when(begun ?? notification.at, reader).map((time) => mrkdwn`since ${time}`),
    ...(seconds === undefined ? [] : [mrkdwn`for ${renderDuration(seconds)}`]),
  ];
};

const measured = ({ value, condition }: MetricAlarm): Escaped =>
  value === undefined ? mrkdwn`` : mrkdwn` · now ${renderValue(value, condition && unitOf(condition))}`;

/** Of another account that shares its metrics. */
const ofAccount = (account: string | undefined, reader: Reader): Escaped =>
  account === undefined ? mrkdwn`` : mrkdwn` of account ${renderAccount(account, reader)}`;

/** The expression, unless it is what the sentence says already, and what it is made of. */
const madeOf = (condition: AlarmCondition, reader: Reader): SlackBlock[] => {
  const { metric, expression, behind = [], behindNotListed } = condition;
  const lines = [
    ...(expression === undefined || (expression === metric && metric.length <= metricLengthMax)
      ? []
      : [code(expression, 500)]),
    ...behind.map(({ what, account }) => mrkdwn`• ${line(what, 250)}${ofAccount(account, reader)}`),
    ...(behindNotListed === undefined ? [] : [mrkdwn`• and ${behindNotListed} more`]),
  ];
  return lines.length === 0 ? [] : [section(joined(lines, '\n', 1_200))];
};

/** What the series that breached is; the first line names no more than three. */
const contributor = ({ contributorAttributes: attributes }: Alarm): Escaped[] =>
  attributes.length <= headlineAttributesMax ? [] : [renderDimensions(attributes)];

const ofMetric = (detail: MetricAlarm, reader: Reader): SlackBlock[] => {
  const { condition } = detail;
  if (!condition) return [];
  const { dimensions, metricAccount } = condition;
  const below = [...(dimensions.length === 0 ? [] : [renderDimensions(dimensions)]), ...contributor(detail)];
  const sentence = mrkdwn`*${renderCondition(condition)}*${measured(detail)}${ofAccount(metricAccount, reader)}`;
  return [section(joined([sentence, ...below], '\n', 2_000)), ...madeOf(condition, reader)];
};

const ofComposite = ({ children, rule, suppressedBy }: CompositeAlarm): SlackBlock[] => {
  const each = children.map(({ name, state }) => mrkdwn`• ${code(name, 150)} ${line(state ?? '', 40)}`);
  return [
    ...(each.length === 0 ? [] : [section(joined(each, '\n', 1_200))]),
    ...(rule === undefined ? [] : [section(mrkdwn`*Rule:* ${code(rule, 600)}`)]),
    ...(suppressedBy === undefined ? [] : [section(mrkdwn`Its actions are suppressed by ${line(suppressedBy, 60)}.`)]),
  ];
};

const ofLogs = ({ query, comparison, threshold, lines }: LogAlarm): SlackBlock[] => {
  const sentence = joined(
    [
      mrkdwn`query result`,
      ...renderComparison(comparison),
      ...(threshold === undefined ? [] : [renderNumber(threshold)]),
    ],
    ' ',
    200,
  );
  return [
    ...(comparison === undefined && threshold === undefined ? [] : [section(mrkdwn`*${sentence}*`)]),
    ...(query === undefined ? [] : [section(codeBlock(query, 700))]),
    ...(lines.length === 0 ? [] : [section(mrkdwn`*Log lines*\n${codeBlock(lines.join('\n'), 1_500)}`)]),
  ];
};

const watched = (detail: Alarm, reader: Reader): SlackBlock[] => {
  switch (detail.kind) {
    case 'metric-alarm':
      return ofMetric(detail, reader);
    case 'composite-alarm':
      return ofComposite(detail);
    case 'log-alarm':
      return ofLogs(detail);
  }
};

// The reason of a composite alarm is the ARN of its first child, which is listed by name already.
const isRepetition = ({ kind, reason }: Alarm): boolean => kind === 'composite-alarm' && /^arn:/.test(reason ?? '');

const tagged = ({ tags }: Alarm): SlackBlock[] =>
  tags.length === 0 ? [] : [section(mrkdwn`*Tags:* ${renderDimensions(tags)}`)];

const told = (detail: Alarm): SlackBlock[] => [
  ...(isRepetition(detail) ? [] : optional(detail.reason, 1_000).map((text) => section(text))),
  ...paragraph(detail.description, 700),
  ...tagged(detail),
];

export const renderAlarm = (notification: AnyNotification, detail: Alarm, reader: Reader): SlackMessage =>
  laidOut(notification, reader, {
    headline: headline(notification, detail),
    // After the fact the sentence is enough.
    blocks:
      notification.state === 'ok' && detail.kind === 'metric-alarm'
        ? ofMetric(detail, reader)
        : [...watched(detail, reader), ...told(detail)],
    facts: [...transition(detail), ...since(notification, detail, reader), ...lasted(notification, detail)],
    links: alarmLink(notification, notification.name),
  });
