// The graph of an alarm's metrics, as the URL of the CloudWatch console holds it. In its notation `~` begins a part, `(` and `)`
// enclose an object or a list, and other characters are `*` and their code.
import type { AlarmCondition, GraphSeries } from './detail.ts';

type Span = { readonly fromMs: number; readonly toMs: number };

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');

/** `'AWS*2fECS`. */
const quoted = (text: string): string => {
  const escaped = [...text.toWellFormed()].flatMap((char) => {
    if (/^[\w.-]$/.test(char)) return char;
    if (char === '$') return '!';
    return Array.from({ length: char.length }, (_, index) => {
      const code = char.charCodeAt(index);
      return code < 0x100 ? `*${hex(code, 2)}` : `**${hex(code, 4)}`;
    });
  });
  return `'${escaped.join('')}`;
};

const written = (value: string | number | boolean): string =>
  typeof value === 'string' ? quoted(value) : String(value);

const object = (entries: Readonly<Record<string, string | undefined>>): string =>
  `(${Object.entries(entries)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key}~${value}`]))
    .join('~')})`;

const listOf = (items: readonly string[]): string => `(${items.map((item) => `~${item}`).join('')})`;

const optional = (value: string | number | undefined): string | undefined =>
  value === undefined ? undefined : written(value);

const lineOf = ({ isWatched, ...series }: GraphSeries): string => {
  const { expression, namespace, metric, dimensions } = series;
  const options = {
    id: optional(series.id),
    stat: optional(statisticOf(series.statistic)),
    period: optional(series.periodSeconds),
    accountId: optional(series.account),
    visible: isWatched ? undefined : 'false',
  };
  if (expression !== undefined) return listOf([object({ expression: quoted(expression), ...options })]);
  const names = [namespace ?? '', metric ?? '', ...dimensions.flatMap(({ name, value }) => [name, value])];
  return listOf([...names.map(quoted), object(options)]);
};

const statistics: Readonly<Record<string, string>> = {
  AVERAGE: 'Average',
  SUM: 'Sum',
  MINIMUM: 'Minimum',
  MAXIMUM: 'Maximum',
  SAMPLE_COUNT: 'SampleCount',
  SAMPLECOUNT: 'SampleCount',
};

/** SNS writes them in capital letters. */
const statisticOf = (statistic: string | undefined): string | undefined =>
  statistic === undefined ? undefined : Object.hasOwn(statistics, statistic) ? statistics[statistic] : statistic;

/** More than this is too long for a link. */
const seriesMax = 6;

/** Nothing when there is no metric, as with a query of Prometheus. */
export const graphOf = (
  { graph = [], threshold }: AlarmCondition,
  span: Span,
): ((region: string) => string) | undefined => {
  if (graph.length === 0 || graph.length > seriesMax) return undefined;
  const annotations =
    threshold === undefined ? undefined : object({ horizontal: listOf([object({ value: String(threshold) })]) });
  return (region) =>
    `~${object({
      metrics: listOf(graph.map(lineOf)),
      view: quoted('timeSeries'),
      stacked: 'false',
      region: quoted(region),
      start: quoted(new Date(span.fromMs).toISOString()),
      end: quoted(new Date(span.toMs).toISOString()),
      annotations,
    })}`;
};
