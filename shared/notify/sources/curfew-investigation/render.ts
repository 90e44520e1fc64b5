// What AWS DevOps Agent found about an alarm: its summary and where the rest is.
import type { Investigation } from '#core/investigation.ts';
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { alarmLink } from '#notify/rendering/console-link.ts';
import { line, link, mrkdwn } from '#notify/rendering/escape.ts';
import { laidOut, named, paragraph, when } from '#notify/rendering/layout.ts';
import type { SlackMessage } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';

/** Curfew's own function made the link; another one is not shown. */
const linkTo = (url: string) => (/^https:\/\/[^\s<>|]{1,500}$/.test(url) ? link(url, mrkdwn`investigation`) : []);

export const renderInvestigation = (
  notification: AnyNotification,
  { alarm, since, outcome, summary, url }: Investigation,
  reader: Reader,
): SlackMessage =>
  laidOut(notification, reader, {
    headline: mrkdwn`🔎 Investigation of ${named(alarm)}: ${line(outcome, 40)}`,
    blocks: paragraph(summary ?? 'It left no summary.', 2_500),
    facts: when(since, reader),
    links: [...linkTo(url), ...alarmLink(notification, alarm)],
  });
