// What all messages about AWS have in common: a first line that says it all, a colour by severity, and a last line in small
// print: since when, where, and where to look.
import type { AnyNotification } from '#notify/recognition/recognised.ts';
import { accountOf } from './account.ts';
import { dashboardLink, logsLink } from './console-link.ts';
import { code, type Escaped, escapeTo, joined, line, link, mrkdwn } from './escape.ts';
import { colors, context, messageOf, type SlackBlock, type SlackMessage, section } from './message.ts';
import type { Reader } from './reader.ts';
import { renderInstant } from './time.ts';

type Layout = {
  readonly headline: Escaped;
  readonly blocks: readonly SlackBlock[];
  /** What the small print begins with; when it happened, if nothing is given. */
  readonly facts?: readonly Escaped[];
  readonly links?: readonly Escaped[];
  /** Where its subject logs, if the source says so. */
  readonly logGroup?: string | undefined;
};

/** A name as it stands in a headline. */
export const named = (name: string): Escaped => code(name, 200);

export const iconOf = ({ state, severity }: Pick<AnyNotification, 'state' | 'severity'>): Escaped => {
  if (state === 'ok') return mrkdwn`✅`;
  const icons = { critical: mrkdwn`🚨`, error: mrkdwn`🔴`, warning: mrkdwn`⚠️`, info: mrkdwn`ℹ️` };
  return icons[severity];
};

export const colorOf = ({ state, severity }: Pick<AnyNotification, 'state' | 'severity'>): string => {
  if (state === 'ok') return colors.good;
  return { critical: colors.danger, error: colors.danger, warning: colors.warning, info: colors.neutral }[severity];
};

/** Nothing for nothing: Slack refuses empty texts. Keeps line breaks. */
export const paragraph = (raw: string | undefined, lengthMax: number): SlackBlock[] => {
  const text = escapeTo((raw ?? '').trim(), lengthMax);
  return text.trim() === '' ? [] : [section(text)];
};

export const optional = (raw: string | undefined, lengthMax: number): Escaped[] =>
  raw === undefined || raw.trim() === '' ? [] : [line(raw, lengthMax)];

export const when = (iso: string | undefined, { timeZone }: Reader): Escaped[] =>
  iso === undefined ? [] : [renderInstant(iso, timeZone)];

const where = (notification: AnyNotification, reader: Reader): Escaped[] => [
  ...optional(notification.region, 40),
  ...accountOf(notification, reader),
];

/** Where it happened is part of what happened: previews show the first line alone. */
const inEnvironment = (headline: Escaped, { environment }: Reader): Escaped =>
  joined([headline, ...optional(environment, 60)], ' · ', 900);

const runbookLink = ({ runbook }: Reader): Escaped[] => (runbook === undefined ? [] : link(runbook, mrkdwn`runbook`));

const minuteMs = 60_000;

/** From an hour before it began until a while after it was posted. */
export const aroundThat = (
  since: string | undefined,
  at: string | undefined,
): { fromMs: number; toMs: number } | undefined => {
  const [toMs, beganMs] = [Date.parse(at ?? ''), Date.parse(since ?? at ?? '')];
  if (Number.isNaN(toMs)) return undefined;
  return {
    fromMs: (Number.isNaN(beganMs) ? toMs : Math.min(beganMs, toMs)) - 60 * minuteMs,
    toMs: toMs + 15 * minuteMs,
  };
};

/** By the definition, or where the source itself knows it. */
const logsOf = (notification: AnyNotification, { logs }: Reader, known: string | undefined): Escaped[] => {
  const group = logs ?? known;
  return group === undefined ? [] : logsLink(notification, group, aroundThat(undefined, notification.at));
};

export const laidOut = (notification: AnyNotification, reader: Reader, layout: Layout): SlackMessage => {
  const { headline, blocks, facts = when(notification.at, reader), links = [], logGroup } = layout;
  const ways = [
    ...links,
    ...logsOf(notification, reader, logGroup),
    ...dashboardLink(notification, reader.dashboard),
    ...runbookLink(reader),
  ];
  const small = joined([...facts, ...where(notification, reader), ...ways], ' · ', 2_800);
  return messageOf(inEnvironment(headline, reader), colorOf(notification), [
    ...blocks,
    ...(small === '' ? [] : [context(small)]),
  ]);
};
