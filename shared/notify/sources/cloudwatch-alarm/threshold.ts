// The condition of an alarm as a person would say it: "average CPUUtilization ≥ 80 % for 3 of 5 × 1 min".

import { type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { renderDuration } from '#notify/rendering/time.ts';
import type { AlarmCondition } from './detail.ts';

const comparisons = new Map<string, string>(
  Object.entries({
    GreaterThanOrEqualToThreshold: '≥',
    GreaterThanThreshold: '>',
    LessThanThreshold: '<',
    LessThanOrEqualToThreshold: '≤',
    LessThanLowerOrGreaterThanUpperThreshold: 'outside its expected band',
    GreaterThanUpperThreshold: 'above its expected band',
    LessThanLowerThreshold: 'below its expected band',
  }),
);

const units = new Map<string, string>(
  Object.entries({
    Percent: ' %',
    Seconds: ' s',
    Milliseconds: ' ms',
    Microseconds: ' µs',
    Bytes: ' bytes',
    'Count/Second': ' per second',
    'Bytes/Second': ' bytes per second',
  }),
);

/** Six digits, as few as it takes: `0.1`, `1048580`, `1e+20`. */
export const renderNumber = (value: number): Escaped => line(String(Number(value.toPrecision(6))), 30);

export const renderValue = (value: number, unit: string | undefined): Escaped =>
  mrkdwn`${renderNumber(value)}${ownWords(units.get(unit ?? ''))}`;

/** Our own words, which may be none. */
const ownWords = (own: string | undefined): Escaped => (own ?? '') as Escaped;

const statistic = (name: string | undefined): Escaped[] => {
  if (name === undefined) return [];
  if (/^sample_?count$/i.test(name)) return [mrkdwn`number of`];
  return [line(/^[a-z]+$/i.test(name) ? name.toLowerCase() : name, 40)];
};

/** "3 of 5 × 1 min"; one period alone is just that long. */
const periods = ({ evaluationPeriods: of, datapointsToAlarm, periodSeconds }: AlarmCondition): Escaped[] => {
  if (of === undefined || periodSeconds === undefined) return [];
  const count = datapointsToAlarm ?? of;
  const each = renderDuration(periodSeconds);
  if (of === 1) return [mrkdwn`for ${each}`];
  return [count === of ? mrkdwn`for ${of} × ${each}` : mrkdwn`for ${count} of ${of} × ${each}`];
};

export const renderComparison = (comparison: string | undefined): Escaped[] =>
  comparison === undefined ? [] : [line(comparisons.get(comparison) ?? comparison, 60)];

/** Events of EventBridge tell the threshold, but not on which side of it is the trouble. */
const bound = (value: Escaped, comparison: string | undefined): Escaped =>
  comparison === undefined ? mrkdwn`(threshold ${value})` : value;

export const renderCondition = (condition: AlarmCondition): Escaped => {
  const { metric, comparison, threshold, unit, missingData } = condition;
  const sentence = [
    ...statistic(condition.statistic),
    line(metric, 300),
    ...renderComparison(comparison),
    ...(threshold === undefined ? [] : [bound(renderValue(threshold, unit), comparison)]),
    ...periods(condition),
    ...(missingData === 'breaching' ? [mrkdwn`(no data counts as breaching)`] : []),
  ];
  return joined(sentence, ' ', 700);
};

export const renderDimensions = (pairs: readonly { readonly name: string; readonly value: string }[]): Escaped =>
  joined(
    pairs.map(({ name, value }) => mrkdwn`${line(name, 60)} ${line(value, 120)}`),
    ', ',
    500,
  );

/** "average CPUUtilization ≥ 80 %, now 91 %": all of it in one line. */
export const conditionAndValue = (condition: AlarmCondition, value: number | undefined): Escaped =>
  value === undefined
    ? renderCondition(condition)
    : mrkdwn`${renderCondition(condition)}, now ${renderValue(value, condition.unit)}`;
