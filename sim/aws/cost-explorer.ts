// Simulated Cost Explorer: a bill of lines that cost the same every day, and AWS's rules about what may be asked.
import { Temporal } from 'temporal-polyfill';
import type { Definition } from '#definition/definition.ts';
import type { Clock } from '#sim/clock.ts';
import { rehearsalOf } from '../kinds.ts';
import { awsError } from './aws-error.ts';
import { notSimulated, page, type SimulatedService } from './simulated-service.ts';

export type BillLine = {
  readonly service: string;
  readonly recordType?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly usdPerDay: number;
};

type Expression = {
  readonly And?: readonly Expression[];
  readonly Or?: readonly Expression[];
  readonly Not?: Expression;
  readonly Tags?: { readonly Key: string; readonly Values: readonly string[] };
  readonly Dimensions?: { readonly Key: string; readonly Values: readonly string[] };
};

type Period = { readonly Start: string; readonly End: string };

type Input = {
  readonly TimePeriod: Period;
  readonly BaselineTimePeriod: Period;
  readonly ComparisonTimePeriod: Period;
  readonly Filter?: Expression;
  readonly GroupBy?: readonly { readonly Type: string; readonly Key: string }[];
  readonly TagKey?: string;
  readonly MaxResults?: number;
  readonly NextPageToken?: string;
};

const groupsPerPage = 500;

const refused = (message: string): Error => awsError('ValidationException', message);

const dimension = (line: BillLine, key: string): string => {
  if (key === 'SERVICE') return line.service;
  if (key === 'RECORD_TYPE') return line.recordType ?? 'Usage';
  throw refused(`Dimension ${key} is not simulated`);
};

const fits = (line: BillLine, expression: Expression | undefined): boolean => {
  if (expression === undefined) return true;
  const roots = Object.keys(expression);
  if (roots.length !== 1)
    throw refused('Expression has more than one roots. Only one root operator is allowed for each expression');
  const { And, Or, Not, Tags, Dimensions } = expression;
  if (And) return And.every((part) => fits(line, part));
  if (Or) return Or.some((part) => fits(line, part));
  if (Not) return !fits(line, Not);
  if (Tags) return Tags.Values.includes(line.tags[Tags.Key] ?? '');
  return Dimensions?.Values.includes(dimension(line, Dimensions.Key)) ?? true;
};

const daysIn = ({ Start, End }: Period): number => {
  const days = Temporal.PlainDate.from(Start).until(Temporal.PlainDate.from(End)).days;
  if (days <= 0) throw refused('Start date (and hour) should be before end date (and hour)');
  return days;
};

const isMonth = ({ Start, End }: Period): boolean => {
  const start = Temporal.PlainDate.from(Start);
  return start.day === 1 && start.add({ months: 1 }).equals(End);
};

const amount = (usd: number, Unit = 'USD') => ({ Amount: usd.toFixed(10), Unit });

const keyOf = (line: BillLine, { Type, Key }: { readonly Type: string; readonly Key: string }): string =>
  Type === 'TAG' ? `${Key}$${line.tags[Key] ?? ''}` : dimension(line, Key);

const spent = (bill: readonly BillLine[], { TimePeriod, Filter, GroupBy = [], NextPageToken }: Input) => {
  if (GroupBy.length > 2) throw refused('You can group by at most two keys');
  const days = daysIn(TimePeriod);
  const groups = Map.groupBy(
    bill.filter((line) => fits(line, Filter)),
    (line) => JSON.stringify(GroupBy.map((by) => keyOf(line, by))),
  );
  const all = [...groups].map(([keys, lines]) => ({
    Keys: JSON.parse(keys) as string[],
    Metrics: { UnblendedCost: amount(days * lines.reduce((sum, { usdPerDay }) => sum + usdPerDay, 0)) },
  }));
  const { items, next } = page(all, NextPageToken, groupsPerPage);
  return {
    ResultsByTime: [{ TimePeriod, Total: {}, Groups: items, Estimated: true }],
    ...(next ? { NextPageToken: next } : {}),
  };
};

const today = ({ nowMs }: Clock): string =>
  Temporal.Instant.fromEpochMilliseconds(nowMs()).toZonedDateTimeISO('UTC').toPlainDate().toString();

const forecast = (bill: readonly BillLine[], clock: Clock, { TimePeriod, Filter }: Input) => {
  if (TimePeriod.Start < today(clock)) throw refused('Start date should not be in the past');
  const days = daysIn(TimePeriod);
  const usd = bill.filter((line) => fits(line, Filter)).reduce((sum, { usdPerDay }) => sum + usdPerDay, 0);
  return { Total: amount(days * usd), ForecastResultsByTime: [] };
};

const drivers = (bill: readonly BillLine[], input: Input) => {
  const { BaselineTimePeriod, ComparisonTimePeriod, Filter, MaxResults = 10 } = input;
  if (!isMonth(BaselineTimePeriod) || !isMonth(ComparisonTimePeriod))
    throw refused('Time period must start and end on the first day of a month, with a duration of exactly one month');
  const more = daysIn(ComparisonTimePeriod) - daysIn(BaselineTimePeriod);
  const perDay = new Map<string, number>();
  for (const { service, usdPerDay } of bill.filter((line) => fits(line, Filter)))
    perDay.set(service, (perDay.get(service) ?? 0) + usdPerDay);
  const changed = more === 0 ? [] : [...perDay];
  return {
    CostComparisonDrivers: changed.slice(0, MaxResults).map(([service, usdPerDay]) => ({
      CostSelector: {
        And: [
          { Dimensions: { Key: 'SERVICE', Values: [service] } },
          { Dimensions: { Key: 'USAGE_TYPE', Values: ['Hours'] } },
        ],
      },
      Metrics: { UnblendedCost: { Difference: (more * usdPerDay).toFixed(10), Unit: 'USD' } },
      CostDrivers: [{ Type: 'USAGE_CHANGE', Name: 'Usage' }],
    })),
  };
};

export const simulatedCostExplorer = (bill: readonly BillLine[], clock: Clock): SimulatedService => ({
  handle(operation, input: Input) {
    if (operation === 'GetTags') {
      const { TagKey = '' } = input;
      return { Tags: [...new Set(bill.map(({ tags }) => tags[TagKey] ?? ''))] };
    }
    if (operation === 'GetCostAndUsage') return spent(bill, input);
    if (operation === 'GetCostForecast') return forecast(bill, clock, input);
    if (operation === 'GetCostComparisonDrivers') return drivers(bill, input);
    return notSimulated('ce', operation);
  },
});

/** As the bill calls what a service of the simulated AWS is. */
const onTheBill: Readonly<Record<string, readonly [service: string, usdPerDay: number]>> = {
  rds: ['Amazon Relational Database Service', 2.1],
  ecs: ['Amazon Elastic Container Service', 1.2],
  elasticache: ['Amazon ElastiCache', 1.6],
  kafka: ['Amazon Managed Streaming for Apache Kafka', 3.3],
  kafkaconnect: ['Amazon Managed Streaming for Apache Kafka', 1.3],
  ec2: ['Amazon Elastic Compute Cloud - Compute', 1.9],
  redshift: ['Amazon Redshift', 6.5],
};

const around: readonly (readonly [string, number, string?])[] = [
  ['EC2 - Other', 1.4],
  ['AmazonCloudWatch', 0.35],
  ['Tax', 0.2, 'Tax'],
];

/** A plausible bill for an environment: its resources, what stands around them, and tax. */
const billOf = ({ environment, resources }: Definition): BillLine[] => {
  const tags = { Environment: environment };
  return [
    ...resources.flatMap(({ name, kind }) => {
      const [id = ''] = Object.keys(rehearsalOf(kind).operations);
      const found = onTheBill[id];
      return found ? [{ service: found[0], usdPerDay: found[1], tags: { ...tags, Component: name } }] : [];
    }),
    ...around.map(([service, usdPerDay, recordType]) => ({
      service,
      usdPerDay,
      tags,
      ...(recordType === undefined ? {} : { recordType }),
    })),
  ];
};

export const billedCostExplorer = (definition: Definition, clock: Clock): SimulatedService =>
  simulatedCostExplorer(billOf(definition), clock);
