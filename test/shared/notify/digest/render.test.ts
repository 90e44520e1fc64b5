import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Folded } from '#notify/digest/digest.ts';
import { renderDigest, renderFlapping, renderSettled, renderStillInAlarm } from '#notify/digest/render.ts';
import { line } from '#notify/rendering/escape.ts';
import { colors, messageOf, type SlackMessage, slackLimits } from '#notify/rendering/message.ts';
import { sentLate, withNote } from '#notify/rendering/note.ts';

const timeZone = 'America/Sao_Paulo';
const fromMs = Date.parse('2026-11-20T23:20:00Z');
const folded = (what: string, state = 'ALARM', minutesBefore = 0): Folded => ({
  id: `${what}-${state}-${minutesBefore}`,
  what,
  state,
  at: new Date(fromMs - minutesBefore * 60_000).toISOString(),
});
const digest = (all: readonly Folded[]) => renderDigest(all, fromMs, fromMs + 65_000, timeZone);
const textsOf = ({ text, attachments }: SlackMessage): string[] => [
  text,
  ...attachments.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.type === 'section' ? [block.text.text] : block.elements.map((one) => one.text))),
  ),
];

describe('a digest', () => {
  it('a digest counts by state on its first line, and names each one below, alike ones once', () => {
    const [first, names] = textsOf(digest([folded('a'), folded('b', 'OK'), folded('b', 'OK', 0.5), folded('c')]));
    expect(first).toBe('🌊 4 more notifications within 1 min 5 s: 2 ALARM, 2 OK');
    expect(names).toBe('• 🔴 ALARM: `a`\n• 🔴 ALARM: `c`\n• OK: `b` ×2');
  });

  it('a digest says what happened to each message, and since when', () => {
    const outcome = 'average CPUUtilization > 80 %, now 91 %';
    const since = new Date(fromMs - 60_000).toISOString();
    const [, names] = textsOf(digest([{ ...folded('cpu'), outcome, since }]));

    expect(names).toMatch(/^• 🔴 ALARM: `cpu` average CPUUtilization &gt; 80 %, now 91 % · since <!date\^\d+\^/);
  });

  it.each([
    ['critical', '🚨', colors.danger],
    ['error', '🔴', colors.danger],
    ['warning', '⚠️', colors.warning],
    ['info', '', colors.neutral],
  ] as const)(
    'a digest has the colour of the worst message in it, and names that first: %s',
    (severity, icon, color) => {
      const message = digest([
        { ...folded('a', 'event'), severity: 'info' },
        { ...folded('b', 'event'), severity },
      ]);

      expect(message.attachments[0]?.color).toBe(color);
      if (icon !== '') expect(textsOf(message)[1]).toMatch(new RegExp(`^• ${icon} `));
    },
  );

  it('a digest shows clients that know no zones the time of the environment', () => {
    const messages = [
      digest([folded('a')]),
      renderStillInAlarm('staging', [folded('a')], timeZone),
      renderFlapping({ name: 'a', times: 5, sinceMs: fromMs }, 'OK', 900_000, timeZone),
      renderSettled({ name: 'a', times: 5, sinceMs: fromMs }, 'OK', fromMs, timeZone),
    ];
    for (const message of messages) expect(textsOf(message).join('\n')).toContain('|2026-11-20 20:20 -03:00>');
  });

  it('a digest says of each message whether it comes late', () => {
    const [, names] = textsOf(digest([folded('a', 'ALARM', 30), folded('b')]));
    expect(names).toContain('`a` (sent 31 min late)');
    expect(names?.split('\n')[1]).not.toContain('late');
  });

  it('a digest calls late what comes two minutes after it was sent, and not what comes a second sooner', () => {
    const isLate = (secondsBefore: number) =>
      textsOf(digest([folded('a', 'ALARM', secondsBefore / 60)]))
        .join()
        .includes('late');

    expect([55, 54].map(isLate)).toEqual([true, false]);
  });

  it('a digest counts what it has no room to name', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => folded(`alarm-${index}`));
    const texts = textsOf(digest(many)).join('\n');
    const named = new Set(texts.match(/alarm-\d+/g)).size;
    expect(texts).toContain(`and ${1_000 - named} more`);
  });

  it('a digest names in short what has no room for a line of its own, so that a storm of seventy alarms names all of them', () => {
    const outcome = 'average CPUUtilization > 80 %, now 91 %';
    const many = Array.from({ length: 70 }, (_, index) => ({
      ...folded(`alarm-${index}`),
      outcome,
      since: new Date(fromMs).toISOString(),
    }));
    const [, first, second, short, ...rest] = textsOf(digest(many));

    const named = [first, second, short].map((text) => new Set(text?.match(/alarm-\d+/g)));
    expect(named.map(({ size }) => size).reduce((sum, size) => sum + size)).toBe(70);
    expect(named.every(({ size }) => size > 0)).toBe(true);
    expect(short).toMatch(/^• also 🔴 ALARM: `alarm-\d+`, 🔴 ALARM: /);
    expect(rest).toHaveLength(1);
    expect([first, second, short].every((text = '') => text.length <= 3_000)).toBe(true);
  });

  it('a digest opens no second block for what fits into the first', () => {
    const block = (count: number) => textsOf(digest(Array.from({ length: count }, (_, index) => folded(`a${index}`))));

    expect(block(20)).toHaveLength(3);
  });

  it('a digest keeps the limits of Slack and disarms what others wrote, whatever that is', () => {
    const anything = fc.array(
      fc.tuple(fc.oneof(fc.string({ unit: 'binary' }), fc.constant('<!channel>`|>&')), fc.string()),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(anything, (all) => {
        const entries = all.map(([what, state], index) => ({ ...folded(what, state), id: String(index) }));
        const [name = ''] = all[0] ?? [];
        for (const message of [
          digest(entries),
          renderStillInAlarm(name, entries, timeZone),
          renderFlapping({ name, times: 5, sinceMs: fromMs }, name, 900_000, timeZone),
          renderSettled({ name, times: 5, sinceMs: fromMs }, name, fromMs, timeZone),
        ]) {
          expect(JSON.stringify(message).length).toBeLessThanOrEqual(slackLimits.payloadLengthMax);
          for (const text of textsOf(message)) {
            expect(text.length).toBeGreaterThan(0);
            expect(text.length).toBeLessThanOrEqual(slackLimits.textLengthMax);
            expect(text.replaceAll(/<!date\^\d+\^[^|>]*\|[^>]*>/g, '')).not.toMatch(/[<>]/);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

it('a remark stands on the first line, which no layout can take away', () => {
  const message = messageOf(line('staging is down', 50), colors.good, []);
  expect(withNote(message, sentLate(14 * 60 + 20)).text).toBe('staging is down · _sent 14 min late_');
});
