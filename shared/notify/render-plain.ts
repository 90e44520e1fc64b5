// A message for mailboxes: the same words without Slack's marks. Pure.
import { type SlackMessage, withoutLayout } from './message.ts';

const entities: readonly (readonly [string, string])[] = [
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
];

/** Dates say what they fall back to, links their label and their target. */
const withoutMarks = (text: string): string =>
  text
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(https?:[^|>]*)\|([^>]*)>/g, '$2 ($1)')
    .replace(/<([@!][^>]*)>/g, '');

export const renderPlain = (message: SlackMessage): string =>
  entities.reduce((text, [entity, char]) => text.replaceAll(entity, char), withoutMarks(withoutLayout(message).text));
