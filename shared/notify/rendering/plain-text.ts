// A message as plain text: for e-mail copies, and for people at a terminal. Pure.
import type { SlackMessage } from './message.ts';

const entities: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** Slack's own notation in words: times as they stand for clients that cannot do it, links as "label (URL)", calls left out. */
export const plainText = (text: string): string =>
  text
    .replace(/<!date\^[^|<>]{1,200}\|([^<>]{0,100})>/g, '$1')
    .replace(/<(https:[^|<>]{1,1000})\|\1>/g, '$1')
    .replace(/<(https:[^|<>]{1,1000})\|([^<>]{0,100})>/g, '$2 ($1)')
    .replace(/ ?<[@!][^<>]{1,100}>/g, '')
    .replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? entity);

/** Lines of the headline, then of every block. Untrusted control characters are gone already. */
export const plainLines = ({ text, attachments }: SlackMessage): string[] => {
  const blocks = attachments.flatMap((attachment) => attachment.blocks);
  const texts = blocks.flatMap((block) => (block.type === 'section' ? [block.text] : block.elements));
  return [text, ...texts.map((one) => one.text)].flatMap((one) => plainText(one).split('\n'));
};
