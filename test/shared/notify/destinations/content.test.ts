// What a message says, without Slack's notation.
import { describe, expect, it, test } from 'vitest';
import { bodyText, contentOf, cut, linksIn, oneLine, textOf } from '#notify/destinations/content.ts';
import { code, type Escaped, escapeTo, link, mrkdwn } from '#notify/rendering/escape.ts';
import { context, messageOf, section, withMention } from '#notify/rendering/message.ts';
import { renderInstant } from '#notify/rendering/time.ts';

const message = messageOf(mrkdwn`🔴 ${code('cpu', 60)} is in alarm`, '#e01e5a', [
  section(
    mrkdwn`*average CPU &gt; 80 %* · now 91\n${escapeTo('<!channel> <https://evil.example|a> *not a list', 200)}`,
  ),
  context(
    mrkdwn`since ${renderInstant('2026-11-20T23:20:00Z', 'UTC')} · ${link('https://wiki.example.com/?a=1&b=2', 'runbook' as Escaped)[0] ?? ('' as Escaped)}`,
  ),
]);

describe('the content of a message', () => {
  const content = contentOf(message);

  it('the content of a message has the words, the times and the tone, and no notation', () => {
    expect(textOf(content.title)).toBe('🔴 cpu is in alarm');
    expect(bodyText(content)).toBe(
      'average CPU > 80 % · now 91\n<!channel> <https://evil.example|a> *not a list\nsince 2026-11-20 23:20 +00:00 · runbook',
    );
    expect(content.tone).toBe('danger');
  });

  it('the content of a message has our links, and none that others wrote', () => {
    expect(linksIn(content)).toEqual([{ text: 'runbook', url: 'https://wiki.example.com/?a=1&b=2' }]);
  });

  it.each(['S012AB3CD', 'U012AB3CD'])('the content of a message calls nobody: %s', (id) => {
    expect(textOf(contentOf(withMention(message, id)).title)).toBe('🔴 cpu is in alarm');
  });
});

test.each([
  ['short', 10, 'short'],
  ['123456', 5, '1234…'],
  ['123🚀', 4, '123…'],
  ['🚀🚀', 3, '🚀…'],
])('the text %j cut to %i is %j', (text, lengthMax, expected) => {
  expect(cut(text, lengthMax)).toBe(expected);
  expect(cut(text, lengthMax).isWellFormed()).toBe(true);
});

test.each([
  [' a\n b\r\n', 'a b'],
  ['\n', '–'],
])('the text %j on one line is %j', (text, expected) => {
  expect(oneLine(text, 100)).toBe(expected);
});
