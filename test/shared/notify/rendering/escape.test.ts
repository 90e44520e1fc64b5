import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { code, codeBlock, escapeTo, joined, line, mrkdwn, wireLength } from '#notify/rendering/escape.ts';
import { texts } from '#test/shared/notify/arbitrary.ts';

const unescaped = (text: string) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

describe('foreign text in a Slack message', () => {
  test.each([
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; &lt;@U1&gt;'],
    ['&amp;', '&amp;amp;'],
    ['a\nb', 'a\nb'],
    ['bell\u0007 and \u202eecno', 'bell and ecno'],
    ['half \ud83d pair', 'half \ufffd pair'],
  ])('foreign text %j becomes %j in a Slack message', (raw, escaped) => {
    expect(escapeTo(raw, 100)).toBe(escaped);
  });

  test.each([
    ['abcdef', 6, 'abcdef'],
    ['abcdef', 5, 'abcd…'],
    ['abc&', 7, 'abc…'],
    ['abc&', 8, 'abc&amp;'],
    ['ab🚀cd', 4, 'ab…'],
    ['ab🚀cd', 5, 'ab🚀…'],
    ['a"b"c', 6, 'a"b…'],
  ])('foreign text %j cut to %i is %j in a Slack message', (raw, lengthMax, escaped) => {
    expect(escapeTo(raw, lengthMax)).toBe(escaped);
  });

  it('foreign text in a Slack message stays within the length and is a beginning of what it was, whatever it was', () =>
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 60 }), (raw, lengthMax) => {
        const text = escapeTo(raw, lengthMax);
        expect(wireLength(text)).toBeLessThanOrEqual(lengthMax);
        const whole = unescaped(escapeTo(raw, 1_000_000));
        if (text.endsWith('…')) expect(whole.startsWith(unescaped(text.slice(0, -1)))).toBe(true);
        else expect(unescaped(text)).toBe(whole);
      }),
    ));

  it('foreign text in a Slack message comes on one line and is never empty', () => {
    expect(line(' two\r\n\u2028lines\t ', 100)).toBe('two lines');
    expect(line('', 100)).toBe('–');
    expect(line('\u0000', 100)).toBe('–');
  });

  it('foreign text in a Slack message cannot leave the code span it is in', () => {
    expect(code('a`b\nc', 100)).toBe("`a'b c`");
    expect(codeBlock('```\n<b>', 100)).toBe("```'''\n&lt;b&gt;```");
    expect(code('abcdef', 5)).toBe('`ab…`');
  });
});

describe('a list that is too long', () => {
  const items = ['a', 'b', 'c', 'd'].map((name) => line(name, 10));

  test.each([
    [100, 'a, b, c, d'],
    [10, 'a, b, c, d'],
    [9, '4 not listed'],
  ])('a list that is too long for %i characters reads %j', (lengthMax, text) => {
    expect(joined(items, ', ', lengthMax)).toBe(text);
  });

  it('a list that is too long counts what it does not name', () => {
    const names = Array.from({ length: 14 }, (_, index) => line(`name-${index}`, 10));
    expect(joined(names, ', ', 30)).toBe('name-0, name-1, and 12 more');
  });

  it('a list says nothing when there is nothing in it', () => {
    expect(joined([], ', ', 100)).toBe('');
  });
});

it('the template for Slack text puts values between our own words unchanged', () => {
  expect(mrkdwn`*${line('a<b', 10)}*\n${2} of ${3}`).toBe('*a&lt;b*\n2 of 3');
});
