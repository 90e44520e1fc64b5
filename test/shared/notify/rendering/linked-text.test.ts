import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { mrkdwn } from '#notify/rendering/escape.ts';
import { linkedText } from '#notify/rendering/linked-text.ts';
import { messageOf, section } from '#notify/rendering/message.ts';
import { plainText } from '#notify/rendering/plain-text.ts';
import { hostile, problemsOf } from '../arbitrary.ts';

const wiki = 'https://wiki.example.org/run?team=a&x=1#top';
const linked = '<https://wiki.example.org/run?team=a&amp;x=1#top|https://wiki.example.org/run?team=a&amp;x=1#top>';

test.each([
  [wiki, linked],
  [`Runbook: ${wiki}.`, `Runbook: ${linked}.`],
  [`see (${wiki})`, `see (${linked})`],
  [`first\n${wiki}\nlast`, `first\n${linked}\nlast`],
])('a bare https link is clickable: %s', (text, shown) => {
  expect(linkedText(text, 900)).toBe(shown);
});

test.each([
  'http://wiki.example.org/run',
  'javascript:alert(1)',
  'ftp://files.example.org',
  '<https://evil.example|harmless>',
  'https://wiki.example.org@evil.example/',
  'https://evil.example/"><x',
  'https://evil.example|harmless',
  'https://evil.example/`x`',
  'xhttps://evil.example',
  'https://-evil',
  'https://',
])('a text with an unsafe or broken link stays text: %s', (text) => {
  expect(linkedText(text, 900)).not.toMatch(/<https?:/);
});

it('a linked text says in plain text where it leads, once', () => {
  expect(plainText(linkedText(wiki, 900))).toBe(wiki);
});

it('a linked text makes no more links than three, and keeps to its length', () => {
  const many = Array.from({ length: 30 }, (_, index) => `https://example.org/${index}`).join(' ');

  expect(linkedText(many, 5_000).match(/<https/g)).toHaveLength(3);
  for (const length of [5, 40, 100, 300]) expect(linkedText(many, length).length).toBeLessThanOrEqual(length);
});

it('a linked text lets nothing through that Slack would take for anything else, whatever is around a link', () => {
  const parts = fc.array(
    fc.constantFrom(...hostile.filter(({ length }) => length < 100), wiki, 'https://a.b', ' ', '@'),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(parts, (words) => {
      const text = linkedText(words.join(''), 900);
      expect(problemsOf(messageOf(mrkdwn`x`, '#fff', text.trim() === '' ? [] : [section(text)]))).toEqual([]);
    }),
  );
});
