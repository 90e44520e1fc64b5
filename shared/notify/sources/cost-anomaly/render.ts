// Costs that are not as usual: how much more, of what, since when. Cost Anomaly Detection counts in US dollars.

import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { givenLink } from '#notify/rendering/console-link.ts';
import { type Escaped, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { laidOut, named, optional } from '#notify/rendering/layout.ts';
import { type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import type { CostAnomaly } from './detail.ts';

const dollars = (value: number): Escaped => line(`$${value.toFixed(2)}`, 40);

const more = ({ impact, impactPercent }: CostAnomaly): Escaped => {
  if (impact === undefined) return mrkdwn`unusual cost`;
  const share = impactPercent === undefined ? mrkdwn`` : mrkdwn` (+${line(`${Math.round(impactPercent)} %`, 30)})`;
  return mrkdwn`${dollars(impact)} more than usual${share}`;
};

const spent = ({ spent: actual, expected }: CostAnomaly): Escaped[] =>
  actual === undefined || expected === undefined ? [] : [mrkdwn`${dollars(actual)} instead of ${dollars(expected)}`];

export const renderCostAnomaly = (notification: AnyNotification, detail: CostAnomaly, reader: Reader): SlackMessage => {
  const causes = detail.causes.filter((cause) => cause !== '').map((cause) => mrkdwn`• ${line(cause, 250)}`);
  const period = [detail.from, detail.to].filter((day) => day !== undefined).map((day) => line(day.slice(0, 10), 30));
  const blocks = [
    ...spent(detail),
    ...(causes.length === 0 ? [] : [mrkdwn`*Likely causes*\n${joined(causes, '\n', 1_500)}`]),
  ];
  return laidOut(notification, reader, {
    headline: mrkdwn`📈 ${named(notification.name)}: ${more(detail)}`,
    blocks: blocks.map(section),
    facts: [...(period.length === 0 ? [] : [joined(period, ' to ', 70)]), ...optional(detail.monitor, 100)],
    links: givenLink(detail.link, mrkdwn`details`),
  });
};
