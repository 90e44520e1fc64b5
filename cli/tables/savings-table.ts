// Savings for people to read. Pure.
import { dollars, type NotSaved, type Saved, type Savings } from '#core/cost.ts';
import { styled, table } from '../terminal/output.ts';

const hours = (count: number): string => `${Math.round(count * 10) / 10} h`;

const amount = ({ usd, confidence }: Saved): string => {
  if (usd === undefined) return styled('dim', 'unknown');
  return confidence === 'C' ? styled('yellow', `≈ ${dollars(usd)}`) : dollars(usd);
};

const why = ({ reason, hoursUnknown, usdPerHour }: Saved): string => {
  const rate = usdPerHour === undefined ? (reason ?? '') : `${dollars(usdPerHour * 730)} a month when always up`;
  const gap = hoursUnknown > 0 ? `; ${hours(hoursUnknown)} not counted: it was woken, nobody knows when` : '';
  return `${rate}${gap}`;
};

const savedRow = (one: Saved): string[] => [
  one.resource,
  styled('dim', one.kind),
  hours(one.hoursOff),
  amount(one),
  why(one),
];

const notSavedRow = ({ what, reason, usdPerMonth, confidence }: NotSaved): string[] => [
  what,
  usdPerMonth === undefined
    ? styled('dim', 'unknown')
    : `${confidence === 'C' ? '≈ ' : ''}${dollars(usdPerMonth)} a month`,
  reason,
];

/** `width` is the terminal's, if there is one. */
export const savingsTable = (found: Savings, width?: number): string[] => {
  const { environment, month, usd, usdUncertain, usdProjected, priceList, resources, notSaved } = found;
  const head = ['resource', '', 'off', 'not spent', ''].map((text) => styled('dim', text));
  const uncertain =
    usdUncertain > 0 ? [`  and about ${dollars(usdUncertain)} more by prices that are not certain (≈)`] : [];
  return [
    `${styled('bold', `${environment} in ${month}`)}: ${styled('green', dollars(usd))} not spent, ${dollars(usdProjected)} by the end of the month`,
    ...uncertain,
    '',
    ...table([head, ...resources.map(savedRow)], '  ', width),
    '',
    styled('bold', 'Not saved'),
    ...table(notSaved.map(notSavedRow), '  ', width),
    '',
    styled(
      'dim',
      `Prices of ${priceList.region} as of ${priceList.asOf}, ${priceList.source}; on demand, without taxes.`,
    ),
  ];
};
