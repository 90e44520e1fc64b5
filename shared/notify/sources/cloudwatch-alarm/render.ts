// Renders CloudWatch alarms. A return to normal is short. Other messages have the condition, the value, the reason and the
// description.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { renderAccount } from '#notify/rendering/account.ts';
import { alarmLink, graphLink } from '#notify/rendering/console-link.ts';
import { code, codeBlock, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { aroundThat, iconOf, laidOut, named, optional, when } from '#notify/rendering/layout.ts';
import { linkedParagraph } from '#notify/rendering/linked-text.ts';
import { type SlackBlock, type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { renderDuration } from '#notify/rendering/time.ts';
import type { AlarmCondition, ChildAlarm, CompositeAlarm, LogAlarm, MetricAlarm } from './detail.ts';
import { graphOf } from './graph.ts';
import {
  metricLengthMax,
  renderComparison,
  renderCondition,
  renderDimensions,
  renderNumber,
  renderValue,
} from './threshold.ts';
import { unitOf } from './unit.ts';

const headlineAttributesMax = 3;

type Alarm = MetricAlarm | CompositeAlarm | LogAlarm;

const secondsBetween = (from: string | undefined, to: string | undefined): number | undefined => {
  const seconds = (Date.parse(to ?? '') - Date.parse(from ?? '')) / 1_000;
  return seconds > 0 ? seconds : undefined;
};

const verdict = ({ state, at }: AnyNotification, { newState, oldState, alarmSince }: Alarm): Escaped => {
  if (state === 'ok') {
    const seconds = secondsBetween(alarmSince, at);
    if (seconds !== undefined) return mrkdwn`is OK again after ${renderDuration(seconds)}`;
    return oldState === 'ALARM' ? mrkdwn`is OK again` : mrkdwn`is OK`;
  }
  if (state === 'insufficient-data') return mrkdwn`has no data`;
  return newState === 'ALARM' ? mrkdwn`is in alarm` : mrkdwn`is in ${line(newState, 60)}`;
};

const isInAlarm = ({ state }: { readonly state: string | undefined }): boolean => state === 'ALARM';

/** The preview of a composite alarm. */
const because = ({ state }: AnyNotification, detail: Alarm): Escaped => {
  const fired = detail.kind === 'composite-alarm' && state === 'alarm' ? detail.children.filter(isInAlarm) : [];
  const [first, second, ...more] = fired;
  if (!first) return mrkdwn``;
  const names = [first, ...(second ? [second] : [])].map(({ name }) => code(name, 100)).join(', ') as Escaped;
  return mrkdwn`: ${names}${more.length > 0 ? mrkdwn` and ${more.length} more` : mrkdwn``}`;
};

const headline = (notification: AnyNotification, detail: Alarm): Escaped => {
  const { contributorAttributes: attributes } = detail;
  const which =
    notification.contributor === undefined
      ? mrkdwn``
      : mrkdwn` for ${attributes.length > 0 ? renderDimensions(attributes.slice(0, headlineAttributesMax)) : code(notification.contributor, 100)}`;
  const icon = notification.state === 'insufficient-data' ? mrkdwn`❔` : iconOf(notification);
  return mrkdwn`${icon} ${named(notification.name)} ${verdict(notification, detail)}${which}${because(notification, detail)}`;
};

const transition = ({ oldState, newState }: Alarm): Escaped[] =>
  oldState === undefined ? [] : [mrkdwn`${line(oldState, 40)} → ${line(newState, 40)}`];

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

/** The expression, unless the sentence has it already, and its metrics. */
const madeOf = (condition: AlarmCondition, reader: Reader): SlackBlock[] => {
  const { metric, expression, behind = [], behindNotListed } = condition;
  const lines = [
    ...(expression === undefined || (expression === metric && metric.length <= metricLengthMax)
      ? []
      : [code(expression, 500)]),
    ...behind.map(
      ({ what, account }) =>
        mrkdwn`• ${/[*~]/.test(what) ? code(what, 250) : line(what, 250)}${ofAccount(account, reader)}`,
    ),
    ...(behindNotListed === undefined ? [] : [mrkdwn`• and ${behindNotListed} more`]),
  ];
  return lines.length === 0 ? [] : [section(joined(lines, '\n', 1_200))];
};

/** The dimensions of the series that breached. The first line has at most three. */
const contributor = ({ contributorAttributes: attributes }: Alarm): Escaped[] =>
  attributes.length <= headlineAttributesMax ? [] : [renderDimensions(attributes)];

const ofMetric = (detail: MetricAlarm, reader: Reader): SlackBlock[] => {
  const { condition } = detail;
  if (!condition) return [];
  const { dimensions, metricAccount } = condition;
  const below = [...(dimensions.length === 0 ? [] : [renderDimensions(dimensions)]), ...contributor(detail)];
  const said = renderCondition(condition);
  const strong = said.includes('`') ? said : mrkdwn`*${said}*`;
  const sentence = mrkdwn`${strong}${measured(detail)}${ofAccount(metricAccount, reader)}`;
  return [section(joined([sentence, ...below], '\n', 2_000)), ...madeOf(condition, reader)];
};

const child = ({ name, state, reason, since: begun }: ChildAlarm, reader: Reader): Escaped => {
  const time = when(begun, reader).map((iso) => mrkdwn` since ${iso}`)[0] ?? mrkdwn``;
  const why = optional(reason, 300).map((text) => mrkdwn`: ${text}`)[0] ?? mrkdwn``;
  return mrkdwn`• ${code(name, 150)} ${line(state ?? '', 40)}${time}${why}`;
};

const ofComposite = ({ children, rule, suppressedBy }: CompositeAlarm, reader: Reader): SlackBlock[] => {
  const each = children.map((one) => child(one, reader));
  return [
    ...(each.length === 0 ? [] : [section(joined(each, '\n', 2_400))]),
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
      return ofComposite(detail, reader);
    case 'log-alarm':
      return ofLogs(detail);
  }
};

// The reason of a composite alarm is the ARN of its first child, which is listed by name already.
const isRepetition = ({ kind, reason }: Alarm): boolean => kind === 'composite-alarm' && /^arn:/.test(reason ?? '');

const tagged = ({ tags }: Alarm): SlackBlock[] =>
  tags.length === 0 ? [] : [section(mrkdwn`*Tags:* ${renderDimensions(tags)}`)];

const reasonAndDescription = (detail: Alarm): SlackBlock[] => [
  ...(isRepetition(detail) ? [] : optional(detail.reason, 1_000).map((text) => section(text))),
  ...linkedParagraph(detail.description, 900),
  ...tagged(detail),
];

const graph = (notification: AnyNotification, detail: Alarm): Escaped[] => {
  const span =
    detail.kind === 'metric-alarm' ? aroundThat(detail.since ?? detail.alarmSince, notification.at) : undefined;
  const drawn = span && detail.kind === 'metric-alarm' && detail.condition && graphOf(detail.condition, span);
  return drawn ? graphLink(notification, drawn) : [];
};

/** The default log group of a Lambda function, or the one that a log alarm reads. */
const logGroupOf = (detail: Alarm): string | undefined => {
  if (detail.kind === 'log-alarm') return detail.logGroups[0];
  if (detail.kind !== 'metric-alarm' || detail.condition?.namespace !== 'AWS/Lambda') return undefined;
  const name = detail.condition.dimensions.find((one) => one.name === 'FunctionName')?.value;
  return name === undefined ? undefined : `/aws/lambda/${name.split(':')[0]}`;
};

export const renderAlarm = (notification: AnyNotification, detail: Alarm, reader: Reader): SlackMessage =>
  laidOut(notification, reader, {
    headline: headline(notification, detail),
    // After recovery the sentence is enough.
    blocks:
      notification.state === 'ok' && detail.kind === 'metric-alarm'
        ? ofMetric(detail, reader)
        : [...watched(detail, reader), ...reasonAndDescription(detail)],
    facts: [...transition(detail), ...since(notification, detail, reader)],
    links: [...alarmLink(notification, notification.name), ...graph(notification, detail)],
    logGroup: logGroupOf(detail),
  });
