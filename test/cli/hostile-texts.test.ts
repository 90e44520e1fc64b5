// 1,000 names and reasons that want to be obeyed: on a terminal, in Slack, on a page and as input. None is.
import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { Report } from '#core/report.ts';
import { parseRunEvent } from '#functions/run-event.ts';
import { deploymentLease } from '#run/deployment/judge-deployment.ts';
import { newOverride } from '#run/overrides/judge-override.ts';
import { hostileTexts } from '#test/fixtures/hostile-texts.ts';
import { problemsOf } from '#test/shared/notify/arbitrary.ts';
import { operatorTopic, presented } from '#test/shared/notify/presented.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';
import { complain, print } from '../../cli/terminal/output.ts';
import { table } from '../../cli/terminal/table.ts';
import { timelineOfRuns } from '../../cli/timeline/of-runs.ts';
import { page } from '../../cli/timeline/page.ts';

const all = hostileTexts(1_000);
const now = Date.parse('2026-11-20T23:00:00Z');
const obeyed = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const original: Report = JSON.parse(readFileSync('test/fixtures/reports/failed-start.json', 'utf8'));

const groups = Array.from({ length: 100 }, (_, index) => all.slice(index * 10, index * 10 + 10));

/** With a text in every place that a stranger fills. */
const forged = (texts: readonly string[]): Report => {
  const [first = ''] = texts;
  const [resource] = original.resources;
  return {
    ...{ ...original, reason: first, requestedBy: first, why: first, warnings: texts },
    resources: texts.map((text) => ({ ...(resource as Report['resources'][number]), resource: text, reason: text })),
    ...{ alarmsMuted: texts, expected: texts.map((what) => ({ what, times: 2 })) },
  };
};

it('the hostile texts are a thousand, each once', () => {
  expect(all).toHaveLength(1_000);
  expect(new Set(all).size).toBeGreaterThan(900);
});

describe('of 1,000 hostile texts', () => {
  it('of 1,000 hostile texts no terminal obeys one', () => {
    const written: string[] = [];
    const keep = (chunk: unknown): boolean => written.push(String(chunk)) > 0;
    const spies = [vi.spyOn(process.stdout, 'write'), vi.spyOn(process.stderr, 'write')];
    for (const spy of spies) spy.mockImplementation(keep);
    for (const text of all) {
      print(`hold by ${text}: ${text}`);
      complain(`refused: ${text}`);
      for (const row of table({ columns: [{}, { isText: true }], rows: [[text, text]] })) print(row);
    }
    for (const spy of spies) spy.mockRestore();
    expect(written).toHaveLength(3_000);
    // What is said on stderr may have several lines; nothing else.
    expect(written.filter((line) => obeyed.test(line.replaceAll('\n', '')))).toEqual([]);
    expect(written.filter((line) => line.startsWith('hold') && line.indexOf('\n') !== line.length - 1)).toEqual([]);
  });

  it.each<[string, (text: string) => unknown]>([
    ['the reason of a run', (why) => parseRunEvent({ environment: 'staging', why })],
    ['who asks for a run', (requestedBy) => parseRunEvent({ environment: 'staging', requestedBy })],
    ['the name of an environment', (environment) => parseRunEvent({ environment })],
    ['the reason of a hold', (why) => newOverride({ hold: 'up', until: now + 1, by: 'ana', why }, now, 'id')],
    ['the owner of a hold', (by) => newOverride({ hold: 'up', until: now + 1, by, why: 'test' }, now, 'id')],
    ['who deploys', (by) => deploymentLease({ by, minutes: 5 }, now, 'id')],
  ])('of 1,000 hostile texts none is accepted with a control or a mark of direction as %s', (_where, take) => {
    const unfit = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
    const accepted = all.filter((text) => {
      try {
        take(text);
        return true;
      } catch {
        return false;
      }
    });
    expect(accepted.length).toBeGreaterThan(100);
    // What stands at the ends is taken off.
    expect(accepted.filter((text) => unfit.test(text.trim()))).toEqual([]);
  });

  it('of 1,000 hostile texts none calls anybody or forges a link in Slack, whoever says it', () => {
    const problems = groups.flatMap((texts) => {
      const messages = [
        presented({ id: 'm', topicArn: operatorTopic, body: JSON.stringify(forged(texts)) }),
        presented({ id: 'm', body: JSON.stringify(forged(texts)) }),
        ...texts.flatMap((text) => [
          presented({ id: text, subject: text, body: text }),
          presented({ id: 'm', body: JSON.stringify({ title: text, status: text, resource: text }) }),
        ]),
      ];
      return messages.flatMap(({ message }) => problemsOf(message));
    });
    expect(problems).toEqual([]);
  });

  it('of 1,000 hostile texts none adds anything but text to a page', () => {
    const definition = definitionOf('staging');
    const written = (texts: readonly string[]) => page(timelineOfRuns(definition, [forged(texts)], { nowMs: 0 }));
    const tags = (html: string): readonly string[] => html.match(/<[/!]?[a-z][a-z0-9]*/gi) ?? [];
    const plain = tags(written(Array.from({ length: 10 }, () => 'plain')));
    for (const texts of groups) expect(tags(written(texts)).filter((tag, i) => tag !== plain[i])).toEqual([]);
    expect(written(['plain'])).toContain('http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;');
  });
});
