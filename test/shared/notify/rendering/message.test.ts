// The rules by which messages are judged find what they are to find.
import { describe, expect, it, test } from 'vitest';
import { line, link, mrkdwn } from '#notify/rendering/escape.ts';
import {
  colors,
  context,
  messageOf,
  type SlackMessage,
  section,
  slackBody,
  withMention,
} from '#notify/rendering/message.ts';
import { plainLines } from '#notify/rendering/plain-text.ts';
import { problemsOf } from '#test/shared/notify/arbitrary.ts';

const raw = (text: string) => text as never;
const good = messageOf(line('all is well', 100), colors.good, [section(line('a & b', 100))]);

describe('a message', () => {
  test.each<[why: string, message: SlackMessage]>([
    ['calls everybody', messageOf(raw('<!channel>'), colors.good, [])],
    ['calls somebody in the middle', messageOf(raw('<@U012AB3CD> look'), colors.good, [])],
    ['links elsewhere', messageOf(line('x', 9), colors.good, [section(raw('<https://evil.example/|alarm>'))])],
    ['has half an entity', messageOf(raw('a &am'), colors.good, [])],
    ['has half a pair', messageOf(raw('a \ud83d'), colors.good, [])],
    ['has a control character', messageOf(raw('a\u0007'), colors.good, [])],
    ['has two lines at the top', messageOf(raw('a\nb'), colors.good, [])],
    ['has an empty text', messageOf(line('x', 9), colors.good, [section(raw(' '))])],
    ['has a text too long', messageOf(line('x', 9), colors.good, [section(raw('x'.repeat(3_001)))])],
    [
      'has too many blocks',
      messageOf(
        line('x', 9),
        colors.good,
        Array.from({ length: 51 }, () => context(line('x', 9))),
      ),
    ],
    [
      'is too long',
      messageOf(
        line('x', 9),
        colors.good,
        Array.from({ length: 5 }, () => section(raw('x'.repeat(2_900)))),
      ),
    ],
  ])('a message that %s is found out', (_why, message) => {
    expect(problemsOf(message)).not.toEqual([]);
  });

  it('a message that is well is left alone', () => {
    expect(problemsOf(good)).toEqual([]);
    expect(problemsOf(withMention(good, 'S012AB3CD'))).toEqual([]);
  });

  it('a message calls exactly whom its route names, and nobody for a name that is no id', () => {
    expect(withMention(good, 'U012AB3CD').text).toBe('all is well <@U012AB3CD>');
    expect(withMention(good, 'S012AB3CD').text).toBe('all is well <!subteam^S012AB3CD>');
    expect(withMention(good, 'channel')).toEqual(good);
    expect(withMention(good, undefined)).toEqual(good);
  });

  it('a message is posted without an empty list', () => {
    expect(slackBody(messageOf(line('x', 9), colors.good, []))).toEqual({ text: 'x' });
  });

  it('a message reads as plain text without any notation of Slack', () => {
    const [alarm] = link('https://console.aws.amazon.com/a?b=1&c=2', mrkdwn`alarm`);
    const message = messageOf(line('1 < 2 & 3', 100), colors.good, [
      section(
        mrkdwn`since <!date^1795187040^{date_short_pretty} {time}|2026-11-20 12:04 -03:00> · ${alarm ?? mrkdwn``}`,
      ),
    ]);

    expect(plainLines(withMention(message, 'U012AB3CD'))).toEqual([
      '1 < 2 & 3',
      'since 2026-11-20 12:04 -03:00 · alarm (https://console.aws.amazon.com/a?b=1&c=2)',
    ]);
  });
});

it('a message leaves a link out that is longer than it is worth', () => {
  expect(link(`https://wiki.example.com/${'x'.repeat(800)}`, mrkdwn`runbook`)).toEqual([]);
});
