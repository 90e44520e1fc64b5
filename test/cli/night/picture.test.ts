// The live picture: what a person sees of a night, frame by frame.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { initialStatuses } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { type Frame, framesOf } from '#test/cli/frames.ts';
import { cache, database, definitionOf, numbered, service } from '#test/support/definitions.ts';
import { picture } from '../../../cli/night/picture.ts';
import { newNight } from '../../../cli/night/state.ts';
import { visibleWidth } from '../../../cli/terminal/text-width.ts';

const at = (time: string): number => Date.parse(`${time}-03:00`);
const frameAt = (frames: readonly Frame[], time: string): string =>
  frames.findLast((frame) => frame.at <= at(time))?.lines.join('\n') ?? '';
const scenario = (name: string) => loadScenario(`sim/scenarios/${name}.yaml`);

describe('the picture of an ordinary night', async () => {
  const frames = await framesOf(scenario('night'));

  it('the picture of an ordinary night shows what is coming before anything happens', () => {
    expect(frames[0]?.lines[0]).toBe('SIMULATED  staging  an ordinary night, seed 1');
    expect(frames[0]?.lines[2]).toBe('  next: stop Thu 19 Nov 20:00');
  });

  it('the picture of an ordinary night shows every resource by its stage, with its state', () => {
    const first = frames[0]?.lines.join('\n') ?? '';

    for (const { name } of scenario('night').definition.resources) expect(first).toContain(`● ${name} `);
    expect(first).toMatch(/stage 1 {2}● dashboard-db +available/);
    expect(first).toMatch(/stage 4 {2}● dashboard-backend +steady/);
    expect(first).toMatch(/● kafka +ACTIVE +gate/);
  });

  it('the picture of an ordinary night counts stages as the run does: a stop begins where a start ends', () => {
    const stopping = frameAt(frames, '2026-11-19T20:03:00');
    const starting = frameAt(frames, '2026-11-20T08:03:00');

    expect(stopping).toMatch(/stage 1 {2}\S dashboard-backend/);
    expect(starting).toMatch(/stage 4 {2}\S dashboard-backend/);
  });

  it('the picture of an ordinary night shows how far the run is, and how long each resource has been on its way', () => {
    const stopping = frameAt(frames, '2026-11-19T20:03:00');

    expect(stopping).toMatch(/stopping for 2 min \d+ s +█+░+ \d of 9 down/);
    expect(stopping).toMatch(/[◐◓◑◒] dashboard-backend +draining +2 min \d+ s/);
  });

  it('the picture of an ordinary night shows how the run ended and what Slack received', () => {
    const asleep = frameAt(frames, '2026-11-20T03:00:00');

    expect(asleep).toMatch(/stop done after \d+ min( \d+ s)?, 9 of 9 down {2}next: start Fri 20 Nov 08:00/);
    expect(asleep).toMatch(/○ camunda-db +stopped/);
    expect(asleep).toMatch(/Slack {2}🌙 staging is down/);
    expect(frames.at(-1)?.lines.join('\n')).toMatch(/start done after .*, 9 of 9 up {2}nothing more is scheduled/);
  });
});

describe('the picture of a bad night', () => {
  it('the picture of a bad night marks what failed and what that blocked, with the reason', async () => {
    const last = (await framesOf(scenario('database-refused'))).at(-1)?.lines.join('\n') ?? '';

    expect(last).toMatch(/start partial after/);
    expect(last).toMatch(/✗ camunda-db +stopped +AccessDeniedException: start database /);
    expect(last).toMatch(/✗ scoring +stopped +blocked by camunda-db/);
    expect(last).toMatch(/● kafka-ui +steady$/m);
  });

  it('the picture of a bad night keeps watching the run that holds the lease when another is refused', async () => {
    const frames = await framesOf(scenario('start-during-stop'));

    expect(frameAt(frames, '2026-11-19T20:06:00')).toMatch(/stopping for [56] min/);
  });

  it('the picture of a bad night turns to the run that takes over', async () => {
    const frames = await framesOf(scenario('supersede'));

    expect(frameAt(frames, '2026-11-19T20:04:00')).toMatch(/stopping for/);
    expect(frameAt(frames, '2026-11-19T20:06:00')).toMatch(/starting for/);
  });

  it('the picture of a bad night says how Slack answered until it took the message', async () => {
    const frames = await framesOf(scenario('slack-down'));

    expect(frameAt(frames, '2026-11-19T20:18:00')).toMatch(/Slack {2}\(Slack answered 500\) 🌙/);
    expect(frameAt(frames, '2026-11-19T21:00:00').match(/🌙 staging is down/g)).toHaveLength(1);
  });
});

describe('a frame', () => {
  const big = definitionOf([
    ...numbered(30, 'orders-database', (name) => database(name)),
    ...numbered(40, 'orders-worker', (name) => service(name, { dependsOn: ['orders-database-001'] })),
    cache('sessions'),
  ]);
  const bigNight = { ...scenario('night'), definition: big };

  it.each([
    { columns: 100, rows: 30 },
    { columns: 80, rows: 24 },
    { columns: 40, rows: 12 },
    { columns: 20, rows: 5 },
    { columns: 1, rows: 1 },
  ])('a frame fits a terminal of $columns × $rows, with any content', async (size) => {
    const night = newNight(bigNight, initialStatuses(bigNight));
    for (const text of ['🌙 orders is down · '.repeat(20), '☀️ orders is up', '⚠️ orders is only partly up'])
      night.messages.push({ from: 'Microsoft Teams', text });
    const lines = picture(night, size).map(stripVTControlCharacters);

    expect(lines.length).toBeLessThanOrEqual(Math.max(1, size.rows - 1));
    expect(Math.max(...lines.map(visibleWidth))).toBeLessThanOrEqual(size.columns);
  });

  it('a frame shows staging as it is in 100 × 30: one resource to a line', async () => {
    for (const { lines } of await framesOf(scenario('night'))) {
      expect(lines.length).toBeLessThan(30);
      expect(lines.filter((line) => /[●○◐◓◑◒✗] /.test(line))).toHaveLength(11);
    }
  });
});
