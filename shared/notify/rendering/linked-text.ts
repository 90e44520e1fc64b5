// What somebody wrote who may configure AWS, with the links in it made links: only bare https addresses, which say themselves where
// they lead. Everything else stays text.
import { type Escaped, escapeTo, link, mrkdwn, wireLength } from './escape.ts';
import { type SlackBlock, section } from './message.ts';

/**
 * A word by itself, up to the punctuation of its sentence. No `@`, so that nothing before the host looks like one; no bracket, bar or
 * quote, by which Slack would read something else.
 */
const bareLink =
  /(?<=^|[\s(])https:\/\/[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?(?::\d{1,5})?(?:[/?#][\w\-.~!$&'*+,;=:%/?#]{0,400})?(?=[.,;:!?)]{0,3}(?:\s|$))/gi;

const linksMax = 3;

/** The address is the label: nothing is hidden behind a word. */
const asLink = (url: string): Escaped => {
  const target = url.replace(/[.,;:!?]+$/, '');
  const rest = escapeTo(url.slice(target.length), 10);
  const [linked] = link(target, escapeTo(target, 700));
  return linked === undefined ? escapeTo(url, 700) : mrkdwn`${linked}${rest}`;
};

/** Keeps line breaks. Where there is no room for a link any more, it is cut as text. */
export const linkedText = (raw: string, lengthMax: number): Escaped => {
  const found = [...raw.matchAll(bareLink)].slice(0, linksMax);
  let text = mrkdwn``;
  let from = 0;
  const room = (): number => lengthMax - wireLength(text);
  for (const match of found) {
    const before = escapeTo(raw.slice(from, match.index), lengthMax);
    const linked = asLink(match[0]);
    if (wireLength(before) + wireLength(linked) > room()) break;
    text = mrkdwn`${text}${before}${linked}`;
    from = match.index + match[0].length;
  }
  return room() < 2 ? text : mrkdwn`${text}${escapeTo(raw.slice(from), room())}`;
};

/** Nothing for nothing: Slack refuses empty texts. */
export const linkedParagraph = (raw: string | undefined, lengthMax: number): SlackBlock[] => {
  const text = linkedText((raw ?? '').trim(), lengthMax);
  return text.trim() === '' ? [] : [section(text)];
};
