// Any other event of EventBridge: its state and text if it has them, a short list of its fields, and its detail as JSON where no
// field could be listed.

import { parsedJson } from '#notify/recognition/json.ts';
import { listedFacts } from '#notify/recognition/listed-facts.ts';
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { readable } from '#notify/recognition/severity-keywords.ts';
import { givenLink } from '#notify/rendering/console-link.ts';
import { code, codeBlock, joined, line, mrkdwn } from '#notify/rendering/escape.ts';
import { iconOf, laidOut, named, optional, when } from '#notify/rendering/layout.ts';
import { type SlackBlock, type SlackMessage, section } from '#notify/rendering/message.ts';
import type { Reader } from '#notify/rendering/reader.ts';
import { factLine, laidOutJson } from '../text/render.ts';
import type { OtherEvent } from './detail.ts';

const factsMax = 12;

const rest = ({ detail: json, text, outcome, url }: OtherEvent, name: string): SlackBlock[] => {
  if (json === '{}') return [];
  const facts = listedFacts(parsedJson(json), [name, text, outcome, url], factsMax);
  if (facts.length > 0) return [section(joined(facts.map(factLine), '\n', 1_900))];
  return text === undefined && outcome === undefined
    ? [section(codeBlock(laidOutJson(parsedJson(json), json, 1_900), 1_900))]
    : [];
};

export const renderEvent = (notification: AnyNotification, detail: OtherEvent, reader: Reader): SlackMessage => {
  const { eventSource, detailType, outcome, text, call } = detail;
  const about = notification.name === detailType ? mrkdwn`` : mrkdwn` ${named(notification.name)}`;
  const thing =
    call !== undefined
      ? `call ${call}`
      : detailType.replace(/ (?:State|Status)[ -]Change(?: Notification)?$/i, '') || detailType;
  const became = outcome === undefined ? mrkdwn`` : mrkdwn`: ${line(readable(outcome), 100)}`;
  return laidOut(notification, reader, {
    headline: mrkdwn`${iconOf(notification)} ${line(thing, 200)}${about}${became}`,
    blocks: [...optional(text, 800).map(section), ...rest(detail, notification.name)],
    facts: [...when(notification.at, reader), code(eventSource, 80)],
    links: givenLink(detail.url, mrkdwn`details`),
  });
};
