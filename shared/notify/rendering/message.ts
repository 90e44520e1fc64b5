// A Slack message as it is posted: the small part of Block Kit that we use. `verbatim` keeps Slack from finding mentions and
// links in untrusted text; blocks inside an attachment are the only way to get a coloured bar.
import { type Escaped, mrkdwn } from './escape.ts';

type SlackText = { readonly type: 'mrkdwn'; readonly text: Escaped; readonly verbatim: true };

export type SlackBlock =
  | { readonly type: 'section'; readonly text: SlackText }
  | { readonly type: 'context'; readonly elements: readonly SlackText[] };

type SlackAttachment = {
  readonly color: string;
  /** For clients that show no blocks. */
  readonly fallback: Escaped;
  readonly blocks: readonly SlackBlock[];
};

/** `text` is the first line of the message and its preview in notifications; the attachment follows below it. */
export type SlackMessage = { readonly text: Escaped; readonly attachments: readonly SlackAttachment[] };

/** Slack's limits, and ours where Slack documents none (facts/notifications.md 3). */
export const slackLimits = { blocksMax: 50, textLengthMax: 3_000, payloadLengthMax: 12_000 } as const;

export const colors = { good: '#2eb67d', warning: '#ecb22e', danger: '#e01e5a', neutral: '#8d8d8d' } as const;

const slackText = (text: Escaped): SlackText => ({ type: 'mrkdwn', text, verbatim: true });

export const section = (text: Escaped): SlackBlock => ({ type: 'section', text: slackText(text) });

/** Small and grey. */
export const context = (text: Escaped): SlackBlock => ({ type: 'context', elements: [slackText(text)] });

export const messageOf = (text: Escaped, color: string, blocks: readonly SlackBlock[]): SlackMessage => ({
  text,
  attachments: blocks.length === 0 ? [] : [{ color, fallback: text, blocks }],
});

/** As it is posted: Slack wants no empty list. */
export const slackBody = ({ text, attachments }: SlackMessage): Partial<SlackMessage> =>
  attachments.length === 0 ? { text } : { text, attachments };

/** Calls one person or group, by its id; there is no other way for a message to call anybody. */
export const withMention = ({ text, attachments }: SlackMessage, id: string | undefined): SlackMessage => {
  if (id === undefined || !/^[USW][A-Z0-9]{6,20}$/.test(id)) return { text, attachments };
  const called = (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`) as Escaped;
  return { text: mrkdwn`${text} ${called}`, attachments };
};

const textsOf = (block: SlackBlock): Escaped[] =>
  block.type === 'section' ? [block.text.text] : block.elements.map(({ text }) => text);

/** The same words without any layout: what is posted when Slack refuses the layout. */
export const withoutLayout = ({ text, attachments }: SlackMessage): SlackMessage => ({
  text: attachments
    .flatMap(({ blocks }) => blocks.flatMap(textsOf))
    .reduce((above, below) => mrkdwn`${above}\n${below}`, text),
  attachments: [],
});
