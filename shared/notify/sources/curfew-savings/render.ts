// What an environment did not spend in a month, as one short message. What is not certain is apart, and what cannot be saved is
// listed too.
import { dollars, type NotSaved, type Saved, type Savings } from '#core/cost.ts';
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { colors, context, messageOf, type SlackMessage, section } from '#notify/rendering/message.ts';

const money = (usd: number): Escaped => line(dollars(usd), 40);
const hours = (count: number): Escaped => line(`${Math.round(count)} h`, 20);

/** Not everything is off for the same time: from the shortest to the longest. */
const off = ({ resources, hours: all }: Savings): Escaped => {
  const times = resources.map(({ hoursOff }) => Math.round(hoursOff));
  const [least, most] = [Math.min(...times), Math.max(...times)];
  if (resources.length === 0 || most === 0) return mrkdwn`No resource was off in these ${hours(all)}.`;
  const span = least === most ? hours(most) : mrkdwn`${least} to ${hours(most)}`;
  return mrkdwn`Off for ${span} of ${hours(all)}.`;
};

const uncertain = ({ usdUncertain }: Savings): Escaped[] =>
  usdUncertain > 0 ? [mrkdwn`About ${money(usdUncertain)} more at uncertain prices.`] : [];

/** Hours in which something was started, nobody knows when, and resources without a price. */
const notCounted = ({ resources }: Savings): Escaped[] => {
  const unknown = resources.filter((one: Saved) => one.usd === undefined || one.hoursUnknown > 0);
  const names = unknown.map(({ resource }) => code(resource, 80));
  return names.length === 0 ? [] : [mrkdwn`Not counted, or only in part: ${joined(names, ', ', 600)}.`];
};

const perMonth = ({ what, usdPerMonth = 0, confidence }: NotSaved): Escaped =>
  mrkdwn`${line(what, 80)} ${confidence === 'C' ? mrkdwn`≈ ` : mrkdwn``}${money(usdPerMonth)}`;

const notSaved = ({ notSaved: all }: Savings): Escaped[] => {
  const priced = all
    .filter(({ usdPerMonth }) => usdPerMonth !== undefined)
    .toSorted((a, b) => (b.usdPerMonth ?? 0) - (a.usdPerMonth ?? 0));
  return priced.length === 0 ? [] : [mrkdwn`Not saved, a month: ${joined(priced.map(perMonth), ', ', 900)}.`];
};

export const renderSavings = (savings: Savings): SlackMessage => {
  const { environment, month, usd, priceList } = savings;
  const body = [off(savings), ...uncertain(savings), ...notCounted(savings), ...notSaved(savings)];
  const { region, asOf, source } = priceList;
  const prices = mrkdwn`prices of ${line(region, 40)} as of ${line(asOf, 40)}, ${line(source, 200)}; on demand, without taxes`;
  const name = /^[\w.-]{1,60}$/.test(environment) ? environment : 'ENV';
  return messageOf(
    mrkdwn`💰 ${line(environment, 60)} in ${line(month, 20)}: ${money(usd)} not spent`,
    usd > 0 ? colors.good : colors.neutral,
    [
      section(joined(body, '\n', 2_800)),
      context(mrkdwn`${prices} · ${code(`curfew savings ${name} --month ${month.slice(0, 20)}`, 140)}`),
    ],
  );
};
