// What an environment did cost in a month, as one short message: against its plan, by service, and what changed.
import { code, type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { colors, context, messageOf, type SlackMessage, section } from '#notify/rendering/message.ts';
import type { MonthlyCosts } from '../curfew/detail.ts';

const listed = 5;

/** Of a currency that is none, the figure alone. */
const amount = (usd: number, currency: string): string =>
  /^[A-Z]{3}$/.test(currency) ? usd.toLocaleString('en-US', { style: 'currency', currency }) : usd.toFixed(2);

const againstPlan = ({ planned, actual }: MonthlyCosts, money: (usd: number) => Escaped): Escaped => {
  if (planned === undefined) return mrkdwn``;
  const word = actual > planned ? mrkdwn`above` : mrkdwn`below`;
  return mrkdwn`, ${money(Math.abs(actual - planned))} ${word} its plan of ${money(planned)}`;
};

export const renderCosts = (costs: MonthlyCosts): SlackMessage => {
  const { environment, month, currency, planned, actual, saved, conclusion, services, changed, alwaysOn } = costs;
  const money = (usd: number): Escaped => line(amount(usd, currency), 40);
  const by = (all: readonly { readonly name: string; readonly usd: number }[]): Escaped =>
    joined(
      all.slice(0, listed).map(({ name, usd }) => mrkdwn`${line(name, 80)} ${money(usd)}`),
      ', ',
      900,
    );
  const fixed = alwaysOn.toSorted((a, b) => b.usdPerMonth - a.usdPerMonth);
  const body: readonly Escaped[] = [
    ...(conclusion === undefined ? [] : [line(conclusion, 500)]),
    ...(conclusion !== undefined || saved === undefined ? [] : [mrkdwn`Saved by the schedule: ${money(saved)}.`]),
    ...(services.length === 0
      ? []
      : [mrkdwn`Most of it: ${by(services.map(({ service, usd }) => ({ name: service, usd })))}.`]),
    ...changed.slice(0, 3).map((sentence) => mrkdwn`• ${line(sentence, 300)}`),
    ...(fixed.length === 0
      ? []
      : [mrkdwn`Always on, a month: ${by(fixed.map(({ what, usdPerMonth }) => ({ name: what, usd: usdPerMonth })))}.`]),
  ];
  const name = /^[\w.-]{1,60}$/.test(environment) ? environment : 'ENV';
  return messageOf(
    mrkdwn`🧾 ${line(environment, 60)} cost ${money(actual)} in ${line(month, 20)}${againstPlan(costs, money)}`,
    planned !== undefined && actual > planned ? colors.warning : colors.neutral,
    [
      ...(body.length === 0 ? [] : [section(joined(body, '\n', 2_800))]),
      context(
        mrkdwn`by Cost Explorer, without taxes and credits · ${code(`curfew costs ${name} --month ${month.slice(0, 20)}`, 140)}`,
      ),
    ],
  );
};
