// Savings for people to read. Pure.
import { dollars, type NotSaved, type Saved, type Savings } from '#core/cost.ts';
import { styled } from '../terminal/output.ts';
import { table } from '../terminal/table.ts';
import type { Share } from './savings-share.ts';

const hours = (count: number): string => `${Math.round(count * 10) / 10} h`;

const amount = ({ usd, confidence }: Saved): string => {
  if (usd === undefined) return styled('dim', 'unknown');
  return confidence === 'C' ? styled('yellow', `≈ ${dollars(usd)}`) : dollars(usd);
};

const why = ({ reason, hoursUnknown, usdPerHour }: Saved): string => {
  const rate = usdPerHour === undefined ? (reason ?? '') : `${dollars(usdPerHour * 730)} a month when always up`;
  const gap = hoursUnknown > 0 ? `; ${hours(hoursUnknown)} not counted: it was started at an unknown time` : '';
  return `${rate}${gap}`;
};

const savedRow = (one: Saved): string[] => [
  one.resource,
  hours(one.hoursOff),
  amount(one),
  styled('dim', one.kind),
  why(one),
];

const notSavedRow = ({ what, reason, usdPerMonth, confidence }: NotSaved): string[] => [
  what,
  usdPerMonth === undefined
    ? styled('dim', 'unknown')
    : `${confidence === 'C' ? '≈ ' : ''}${dollars(usdPerMonth)} a month`,
  reason,
];

const savedColumns = () => [
  { head: styled('dim', 'resource') },
  { head: styled('dim', 'off') },
  { head: styled('dim', 'not spent') },
  { head: styled('dim', 'kind'), canGo: 1 },
  { head: styled('dim', 'rate'), isText: true as const },
];

const notSavedColumns = [{}, {}, { isText: true }] as const;

const rowsShown = 20;

const byMoney = (a: Saved, b: Saved): number =>
  (b.usd ?? Number.POSITIVE_INFINITY) - (a.usd ?? Number.POSITIVE_INFINITY);

/** Of many resources those that matter most for the sum, and those of which no price is known. */
const shownOf = (resources: readonly Saved[], verbose: boolean): readonly Saved[] =>
  verbose || resources.length <= rowsShown ? resources : resources.toSorted(byMoney).slice(0, rowsShown);

type SavingsView = {
  readonly width?: number | undefined;
  readonly verbose?: boolean;
  readonly share?: Share | undefined;
};

const restLine = (count: number, what: string): string[] =>
  count > 0 ? [styled('dim', `  ${count} more ${what} (--verbose lists them)`)] : [];

const shareLine = (share: Share | undefined): string[] =>
  share
    ? [
        `  with the schedule, ${share.percentOfHours} % of the hours and about ${share.percentOfMoney} % of ${dollars(share.usdAlwaysOn)}, the price of a month that is always on`,
      ]
    : [];

export const savingsTable = (found: Savings, { width, verbose = false, share }: SavingsView = {}): string[] => {
  const { environment, month, usd, usdUncertain, usdProjected, priceList, resources, notSaved } = found;
  const shown = shownOf(resources, verbose);
  const notShown = verbose ? notSaved : notSaved.slice(0, rowsShown);
  const uncertain = usdUncertain > 0 ? [`  plus about ${dollars(usdUncertain)} at prices that are uncertain (≈)`] : [];
  return [
    `${styled('bold', `${environment} in ${month}`)}: ${styled('green', dollars(usd))} not spent, ${dollars(usdProjected)} by the end of the month`,
    ...shareLine(share),
    ...uncertain,
    '',
    styled('bold', 'Saved'),
    ...table({ columns: savedColumns(), rows: shown.map(savedRow), width }),
    ...restLine(resources.length - shown.length, 'resources'),
    '',
    styled('bold', 'Not saved'),
    ...table({ columns: notSavedColumns, rows: notShown.map(notSavedRow), width }),
    ...restLine(notSaved.length - notShown.length, 'items'),
    '',
    styled(
      'dim',
      `Prices of ${priceList.region} as of ${priceList.asOf}, ${priceList.source}; on demand, without taxes.`,
    ),
  ];
};
