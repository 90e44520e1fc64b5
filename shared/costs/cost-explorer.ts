// What an environment did cost, read from Cost Explorer. Its days are those of UTC, its data are about a day old, and each request costs
// 0.01 USD: at most six for a month, and two for a brief answer.
import {
  CostExplorerClient,
  type Expression,
  GetCostAndUsageCommand,
  type GetCostAndUsageCommandInput,
  GetCostComparisonDriversCommand,
  GetCostForecastCommand,
  GetTagsCommand,
  type Group,
} from '@aws-sdk/client-cost-explorer';
import { Temporal } from 'temporal-polyfill';
import { InputError } from '#core/errors.ts';
import type { CostChange, Spent, SpentQuery } from './spent.ts';

type Client = Pick<CostExplorerClient, 'send'>;
type Period = { readonly Start: string; readonly End: string };

const metric = 'UnblendedCost';
/** Cost Explorer answers with a page of thousands of groups; more pages than this are no environment's. */
const pagesMax = 20;

/** Record types that are not usage. `DiscountedUsage` and the like are. */
const notUsageTypes = ['Credit', 'Refund', 'Tax', 'Support', 'Other out-of-cycle charges'];

type Times = { readonly whole: Period; readonly soFar: Period | undefined; readonly rest: Period | undefined };

const day = (date: Temporal.PlainDate): string => date.toString();

/** The end of a period is its first day that does not count. Today is not over, so it belongs to the forecast. */
const timesOf = ({ month, nowMs }: SpentQuery): Times => {
  const first = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 1 });
  const next = first.add({ months: 1 });
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO('UTC').toPlainDate();
  const isOver = Temporal.PlainDate.compare(today, next) >= 0;
  const hasBegun = Temporal.PlainDate.compare(today, first) > 0;
  return {
    whole: { Start: day(first), End: day(next) },
    soFar: isOver
      ? { Start: day(first), End: day(next) }
      : hasBegun
        ? { Start: day(first), End: day(today) }
        : undefined,
    rest: isOver ? undefined : { Start: day(today), End: day(next) },
  };
};

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** Answers that say that there is nothing to answer yet, or not for this filter. */
const isNoAnswer = (error: unknown): boolean => /DataUnavailable|ValidationException/.test(nameOf(error));

const counted = (client: Client) => {
  let requests = 0;
  return {
    send: ((command: never) => {
      requests += 1;
      return client.send(command);
    }) as Client['send'],
    requests: () => requests,
  };
};

const ofEnvironment = ({ tag, value }: SpentQuery): Expression => ({ Tags: { Key: tag, Values: [value] } });
const recordTypes: Expression = { Dimensions: { Key: 'RECORD_TYPE', Values: notUsageTypes } };

type Groups = { readonly groups: readonly Group[]; readonly currency: string | undefined };

const groupsOf = async (client: Client, input: GetCostAndUsageCommandInput): Promise<Groups> => {
  const groups: Group[] = [];
  let NextPageToken: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const answer = await client.send(new GetCostAndUsageCommand({ ...input, NextPageToken }));
    groups.push(...(answer.ResultsByTime ?? []).flatMap(({ Groups = [] }) => Groups));
    NextPageToken = answer.NextPageToken;
    if (NextPageToken === undefined)
      return { groups, currency: groups.find(({ Metrics }) => Metrics?.[metric]?.Unit)?.Metrics?.[metric]?.Unit };
  }
  throw new Error(`Cost Explorer answered with more than ${pagesMax} pages of costs`);
};

const amountIn = ({ Metrics }: Group): string => Metrics?.[metric]?.Amount ?? '0';

/** Groups by a tag have keys like `Component$catalogue`. */
const tagValueOf = (key: string | undefined): string => key?.slice(key.indexOf('$') + 1) ?? '';

/** Cost Explorer knows a tag from the day on which it was activated; before, it answers with nothing at all, which is not zero. */
const checkTag = async (client: Client, { tag, value }: SpentQuery, TimePeriod: Period): Promise<void> => {
  const values: string[] = [];
  let NextPageToken: string | undefined;
  do {
    const answer = await client.send(new GetTagsCommand({ TimePeriod, TagKey: tag, NextPageToken }));
    values.push(...(answer.Tags ?? []));
    NextPageToken = answer.NextPageToken;
  } while (NextPageToken !== undefined && !values.includes(value));
  if (values.includes(value)) return;
  const known = values.filter((one) => one !== '');
  const when = `between ${TimePeriod.Start} and ${TimePeriod.End}`;
  throw new InputError(
    known.length === 0
      ? `Cost Explorer knows no value of the tag ${tag} ${when}, so what the environment cost is unknown (not 0). ` +
          'Tag its resources, and activate the tag: Billing and Cost Management, Cost allocation tags. It counts from then on'
      : `Cost Explorer knows no costs with the tag ${tag}=${value} ${when}, so what the environment cost is unknown (not 0). ` +
          `Values that it knows: ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}. Say which with \`value:\` in the plan`,
  );
};

const forecastFor = async (client: Client, query: SpentQuery, rest: Period): Promise<Spent['forecastRest']> => {
  try {
    const Filter: Expression = { And: [ofEnvironment(query), { Not: recordTypes }] };
    const input = { TimePeriod: rest, Metric: 'UNBLENDED_COST', Granularity: 'MONTHLY', Filter } as const;
    const { Total } = await client.send(new GetCostForecastCommand(input));
    return Total?.Amount === undefined ? { unknown: 'AWS answered without an amount' } : { amount: Total.Amount };
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    return { unknown: messageOf(error) };
  }
};

/** Ten are more than anybody reads. */
const changesMax = 10;

const valueIn = (selector: Expression | undefined, key: string): string => {
  if (selector?.Dimensions?.Key === key) return selector.Dimensions.Values?.[0] ?? '';
  return (selector?.And ?? []).map((part) => valueIn(part, key)).find((value) => value !== '') ?? '';
};

const changesIn = async (client: Client, query: SpentQuery, { whole }: Times): Promise<Spent['changes']> => {
  const before = Temporal.PlainDate.from(whole.Start).subtract({ months: 1 });
  try {
    const { CostComparisonDrivers = [] } = await client.send(
      new GetCostComparisonDriversCommand({
        BaselineTimePeriod: { Start: day(before), End: whole.Start },
        ComparisonTimePeriod: whole,
        MetricForComparison: metric,
        Filter: ofEnvironment(query),
        MaxResults: changesMax,
      }),
    );
    return CostComparisonDrivers.map(
      ({ CostSelector, Metrics, CostDrivers = [] }): CostChange => ({
        service: valueIn(CostSelector, 'SERVICE'),
        usageType: valueIn(CostSelector, 'USAGE_TYPE'),
        amount: Metrics?.[metric]?.Difference ?? '0',
        reason: CostDrivers[0]?.Type ?? '',
      }),
    );
  } catch (error) {
    if (!isNoAnswer(error)) throw error;
    return { unknown: messageOf(error) };
  }
};

/**
 * What is known of a month. Throws `InputError` where the tag has no such value, and what the SDK throws where the account may not ask.
 */
export const spentIn =
  (client: Client) =>
  async (query: SpentQuery): Promise<Spent> => {
    const { month, componentTag, isBrief = false } = query;
    const asking = counted(client);
    const times = timesOf(query);
    const { soFar, rest, whole } = times;
    const recent = {
      Start: day(Temporal.PlainDate.from(whole.Start).subtract({ months: 1 })),
      End: soFar?.End ?? whole.Start,
    };
    if (!isBrief) await checkTag(asking, query, soFar ?? recent);
    const common = soFar && { TimePeriod: soFar, Granularity: 'MONTHLY' as const, Metrics: [metric] };
    const usage =
      common &&
      (await groupsOf(asking, {
        ...common,
        Filter: { And: [ofEnvironment(query), { Not: recordTypes }] },
        GroupBy: [
          { Type: 'DIMENSION', Key: 'SERVICE' },
          ...(componentTag === undefined ? [] : [{ Type: 'TAG' as const, Key: componentTag }]),
        ],
      }));
    const others =
      common &&
      !isBrief &&
      (await groupsOf(asking, {
        ...common,
        Filter: { And: [ofEnvironment(query), recordTypes] },
        GroupBy: [{ Type: 'DIMENSION', Key: 'RECORD_TYPE' }],
      }));
    const isWholeMonth = rest === undefined;
    return {
      month,
      until: soFar && day(Temporal.PlainDate.from(soFar.End).subtract({ days: 1 })),
      isWholeMonth,
      currency: usage?.currency ?? 'USD',
      groups: (usage?.groups ?? []).map((group) => ({
        service: group.Keys?.[0] ?? '',
        component: componentTag === undefined ? '' : tagValueOf(group.Keys?.[1]),
        amount: amountIn(group),
      })),
      notUsage: (others ? others.groups : []).map((group) => ({
        recordType: group.Keys?.[0] ?? '',
        amount: amountIn(group),
      })),
      forecastRest: rest && (await forecastFor(asking, query, rest)),
      changes: isWholeMonth ? await changesIn(asking, query, times) : undefined,
      requests: asking.requests(),
    };
  };

type ClientOf = <C>(service: string, client: new (settings: Record<string, unknown>) => C) => C;

export const costExplorerOf = (clientOf: ClientOf): ReturnType<typeof spentIn> =>
  spentIn(clientOf('ce', CostExplorerClient));
