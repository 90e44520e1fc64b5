// The condition of an alarm in plain English: "average CPUUtilization ≥ 80 % for 3 of 5 × 1 min".

import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { renderDuration } from '#notify/rendering/time.ts';
import type { AlarmCondition } from './detail.ts';
import { unitOf } from './unit.ts';

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
    'Count/Second': ' per second',
  }),
);

/** As written: `1234567`, `0.1`, `1e+20`; without the noise of binary fractions. */
export const renderNumber = (value: number): Escaped =>
  line(String(Number.isInteger(value) ? value : Number(value.toPrecision(12))), 30);

const prefixes = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const;
/** Units that are multiples of bytes. */
const multiples: Readonly<Record<string, number>> = {
  Bytes: 0,
  Kilobytes: 1,
  Megabytes: 2,
  Gigabytes: 3,
  Terabytes: 4,
};

const decimalPrefixes = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** 1,000,000,000 bytes were written as one gigabyte, and are 953.67 MiB to nobody. */
const roundInDecimals = (bytes: number): Escaped | undefined => {
  const step = Math.floor(Math.log10(Math.abs(bytes)) / 3);
  const prefix = decimalPrefixes[step];
  const size = bytes / 1_000 ** step;
  return step >= 2 && prefix !== undefined && Number.isInteger(size * 10)
    ? mrkdwn`${renderNumber(size)} ${line(prefix, 10)}`
    : undefined;
};

const renderBytes = (value: number, from: number): Escaped => {
  let size = value;
  let step = from;
  while (Math.abs(size) >= 1_024 && step < prefixes.length - 1) {
    size /= 1_024;
    step++;
  }
  const isRound = Number(size.toFixed(2)) === size;
  const decimal = isRound ? undefined : roundInDecimals(value * 1_024 ** from);
  return decimal ?? mrkdwn`${renderNumber(Number(size.toFixed(2)))} ${line(prefixes[step] ?? 'bytes', 10)}`;
};

const secondsPer: Readonly<Record<string, number>> = { Seconds: 1, Milliseconds: 0.001, Microseconds: 0.000_001 };

/** Long durations as "6 min 12 s", short ones in their own unit. */
const renderSeconds = (value: number, unit: string): Escaped => {
  const seconds = value * (secondsPer[unit] ?? 1);
  if (seconds >= 120) return renderDuration(seconds);
  if (seconds >= 1 && unit !== 'Seconds') return mrkdwn`${renderNumber(Number(seconds.toFixed(3)))} s`;
  return mrkdwn`${renderNumber(value)}${unitText(units.get(unit))}`;
};

export const renderValue = (value: number, unit = ''): Escaped => {
  const [size = '', per] = unit.split('/');
  const multiple = Object.hasOwn(multiples, size) ? multiples[size] : undefined;
  if (multiple !== undefined)
    return per === 'Second' ? mrkdwn`${renderBytes(value, multiple)} per second` : renderBytes(value, multiple);
  if (Object.hasOwn(secondsPer, unit)) return renderSeconds(value, unit);
  return mrkdwn`${renderNumber(value)}${unitText(units.get(unit))}`;
};

/** The text of a unit; may be empty. */
const unitText = (unit: string | undefined): Escaped => (unit ?? '') as Escaped;

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

/** Events of EventBridge hold the threshold but not the comparison. */
const bound = (value: Escaped, comparison: string | undefined): Escaped =>
  comparison === undefined ? mrkdwn`(threshold ${value})` : value;

/** The maximum length of a metric name or an expression in the sentence. */
export const metricLengthMax = 300;

/** "for 5 min, and until it is well for 2 min": how long a query of Prometheus has to breach. */
const pending = ({ pendingSeconds, recoverySeconds }: AlarmCondition): Escaped[] => [
  ...(pendingSeconds ? [mrkdwn`for ${renderDuration(pendingSeconds)}`] : []),
  ...(recoverySeconds ? [mrkdwn`until well for ${renderDuration(recoverySeconds)}`] : []),
];

export const renderCondition = (condition: AlarmCondition): Escaped => {
  const { metric, comparison, threshold, missingData } = condition;
  const sentence = [
    ...statistic(condition.statistic),
    // As it is: in `100*m1/m2*60` stars are none of Slack's.
    condition.expression === metric ? code(metric, metricLengthMax + 2) : line(metric, metricLengthMax),
    ...renderComparison(comparison),
    ...(threshold === undefined ? [] : [bound(renderValue(threshold, unitOf(condition)), comparison)]),
    ...periods(condition),
    ...pending(condition),
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

/** "average CPUUtilization ≥ 80 %, now 91 %". */
export const conditionAndValue = (condition: AlarmCondition, value: number | undefined): Escaped =>
  value === undefined
    ? renderCondition(condition)
    : mrkdwn`${renderCondition(condition)}, now ${renderValue(value, unitOf(condition))}`;
