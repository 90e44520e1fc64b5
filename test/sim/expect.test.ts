import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { isExpectedRun, judgeExpectations } from '#sim/expect/judge.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import { parseScenario } from '#sim/scenario/parse.ts';
import { head, wrongExpectations } from './scenario/wrong-expectations.ts';

const file = 'trial.yaml';
const scenarioWith = (expectations: string) =>
  parseScenario(
    `${head.replace('  db: { status: resizing-the-moon }', '  web: { desired: 2, scaling: null, loadBalancer: false }')}${expectations}`,
    file,
  );

/** One night; what is expected of it is judged as often as there are cases. */
const played = rehearse(scenarioWith('  states: [{ at: 2026-11-20T03:00:00-03:00, resource: web, desired: 0 }]\n'));

const judged = async (expectations: string, change: (night: Rehearsal) => Partial<Rehearsal> = () => ({})) => {
  const night = await played;
  const expecting = { ...night, scenario: scenarioWith(expectations) };
  return judgeExpectations({ ...expecting, ...change(expecting) });
};

const spaced = (text: string): string => `  ${text}\n`;

describe('an expectation is met', () => {
  it.each([
    ['by the runs in their order', 'runs: [stop done, start done]'],
    [
      'by a run with all its details',
      'runs: [stop done, { action: start, outcome: done, requestedBy: schedule, resources: { web: { outcome: done, reason: steady } }, until: 2026-11-20T09:00:00-03:00 }]',
    ],
    ['by a report that is there', 'reports: [{ action: stop, run: shop-stop-20261119T230000Z }]'],
    ['by as many reports', 'reports: [{ outcome: done, times: 2 }, { outcome: failed, times: 0 }]'],
    [
      'by how a resource stands at the end',
      'resources: { web: { status: steady, desired: 2, running: 2 }, db: { status: available } }',
    ],
    [
      'by how it stood in the night',
      'states: [{ at: 2026-11-20T03:00:00-03:00, resource: web, status: stopped, desired: 0 }]',
    ],
    ['by a message with a text', 'messages: [{ contains: shop is down, times: 1 }]'],
    [
      'by what a message says below its first line',
      'messages: [{ contains: requested by schedule for 2026-11-19 20:00, times: 1 }]',
    ],
    [
      'by a message that matches within a time',
      'messages: [{ matches: "shop is (up|down)", channel: "#shop", from: 2026-11-20T08:00:00-03:00, times: 1 }]',
    ],
    ['by a message that is not there', 'messages: [{ contains: somebody started, times: 0 }]'],
    ['by a notice that is not there', 'notices: [{ notice: not-up, times: 0 }]'],
    ['by what an alarm does', 'alarms: [{ name: shop-web-tasks, state: ALARM, actions: fired }]'],
    ['by an empty memory', 'memory: []'],
  ])('an expectation is met %s', async (_, expectations) => {
    expect((await judged(spaced(expectations))).map(({ met }) => met)).not.toContain(false);
    expect(await judged(spaced(expectations))).not.toEqual([]);
  });
});

describe('an expectation that is not met says what was expected and what happened', () => {
  it.each([
    [
      'another outcome',
      'runs: [stop done, start failed]',
      'stop done, start failed',
      /^run 2, start done: .*, ended done; all runs: stop done, start done$/,
    ],
    ['a run too many', 'runs: [stop done]', 'stop done', /^run 2, start done: .* came besides; all runs/],
    [
      'a run too few',
      'runs: [stop done, start done, stop done]',
      'stop done, start done, stop done',
      /^there was no run 3/,
    ],
    [
      'another reason',
      'runs: [stop done, { action: start, outcome: done, resources: { web: { outcome: done, reason: by hand } } }]',
      'stop done, start done (web done)',
      /web done: steady with 2 tasks/,
    ],
    [
      'no such warning',
      'reports: [{ action: stop, warning: rollout }]',
      'at least one run stop with the warning "rollout"',
      /^there was none; what there was: 2026-11-19T20:\d\d:\d\d-03:00 stop done: /,
    ],
    ['another count', 'resources: { web: { desired: 3 } }', 'web at the end with desired 3', /^it had desired 2$/],
    [
      'another state in the night',
      'states: [{ at: 2026-11-20T03:00:00-03:00, resource: web, desired: 2 }]',
      'web at 2026-11-20T03:00:00-03:00 with desired 2',
      /^it had desired 0$/,
    ],
    [
      'no scaling',
      'resources: { web: { scaling: { max: 3 } } }',
      'web at the end with scaling { max 3 }',
      /^it had scaling nothing$/,
    ],
    [
      'a message too many',
      'messages: [{ contains: shop is, times: 0 }]',
      'no messages with "shop is"',
      /^there were 2: 2026-11-19T20:\d\d:\d\d-03:00 "🌙 shop is down/,
    ],
    [
      'a message that is missing',
      'messages: [{ contains: hello }]',
      'at least one message with "hello"',
      /^there was none; what there was: /,
    ],
    [
      'a notice that is missing',
      'notices: [{ notice: not-up, resource: web, times: 1 }]',
      '1 notice "not-up" about web',
      /^there was none, nor any other$/,
    ],
    [
      'an alarm that acts',
      'alarms: [{ name: shop-web-tasks, state: ALARM, actions: fired, times: 0 }]',
      'no changes of shop-web-tasks to ALARM that acts',
      /^there was 1: /,
    ],
    ['something remembered', 'memory: [web]', 'a memory of web at the end', /^it was of nothing$/],
  ])(
    'an expectation that is not met says what was expected and what happened: %s',
    async (_, expectations, expected, actual) => {
      const [one] = await judged(spaced(expectations));

      expect(one).toMatchObject({
        met: false,
        expected,
        actual: expect.stringMatching(actual),
        place: expect.stringMatching(/^trial\.yaml:17:\d+$/),
      });
    },
  );

  it('an expectation that is not met is told at the moment of the night where it went wrong', async () => {
    const [late, state] = await judged(
      '  messages: [{ contains: shop is down, times: 0 }]\n  states: [{ at: 2026-11-20T03:00:00-03:00, resource: web, desired: 2 }]\n',
    );

    expect(new Date(state?.at ?? 0).toISOString()).toMatch(/^2026-11-19T23:0/);
    expect(new Date(late?.at ?? 0).toISOString()).toBe('2026-11-20T06:00:00.000Z');
  });

  it('an expectation of a message does not count one that Slack did not take', async () => {
    const [one] = await judged(spaced('messages: [{ contains: shop is down, times: 1 }]'), ({ lines }) => ({
      lines: lines.map((line) =>
        line.event.type === 'message' ? { ...line, event: { ...line.event, status: 503 } } : line,
      ),
    }));

    expect(one?.met).toBe(false);
  });
});

describe('a run that failed', () => {
  const isExpected = async (expectations: string): Promise<boolean> => {
    const [report] = (await played).reports;
    if (!report) throw new Error('there is no run');
    return isExpectedRun({ ...report, outcome: 'failed' }, { scenario: scenarioWith(spaced(expectations)) });
  };

  it.each([
    ['all runs are listed', 'runs: [stop failed]', true],
    ['a report like it is expected', 'reports: [{ action: stop, outcome: failed }]', true],
    ['another report is expected', 'reports: [{ action: start, outcome: failed }]', false],
    ['none like it is expected', 'reports: [{ outcome: failed, times: 0 }]', false],
    ['nothing is expected of the runs', 'memory: []', false],
  ])(
    'a run that failed is no failure of the rehearsal exactly where it is expected: %s',
    async (_, expectations, expected) => {
      expect(await isExpected(expectations)).toBe(expected);
    },
  );
});

describe('what can never be met is refused before anything is played', () => {
  it.each(wrongExpectations)(
    'what can never be met is refused before anything is played: %s',
    (_, expectation, message) => {
      const parse = () => parseScenario(`${head}  ${expectation}\n`, file);

      expect(parse).toThrow(InputError);
      expect(parse).toThrow(`trial.yaml is not a valid scenario, 1 problem:\n  trial.yaml:${message}`);
    },
  );

  it('an expectation may name an unheard-of status that the scenario itself sets', () => {
    expect(() => parseScenario(`${head}  resources: { db: { status: resizing-the-moon } }\n`, file)).not.toThrow();
  });
});
