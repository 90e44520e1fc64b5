// Whether somebody is asked, and in which words.
import { describe, expect, it } from 'vitest';
import type { PlannedTopic } from '#core/cleanup.ts';
import { cache, database, definitionOf, kafka, service } from '#test/support/definitions.ts';
import { cleanupQuestion, inPlace, isAsked, isYes, namesIn, runQuestion } from '../../../cli/terminal/question.ts';

it.each([
  [{ isTerminal: true }, true],
  [{ isTerminal: false }, false],
  [{ isTerminal: true, yes: true }, false],
  [{ isTerminal: true, json: true }, false],
  [{ isTerminal: false, yes: true, json: true }, false],
] as const)('nobody is asked who could not answer or has answered: %j %s', (manner, asked) => {
  expect(isAsked(manner)).toBe(asked);
});

it.each([
  ['y', true],
  ['Y', true],
  [' yes ', true],
  ['', false],
  ['n', false],
  ['no', false],
  ['yess', false],
  ['nay', false],
  ['stop', false],
])('%j is a yes: %s', (answer, yes) => {
  expect(isYes(answer)).toBe(yes);
});

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;
const definition = {
  ...definitionOf([
    database('db'),
    service('web'),
    service('agent', { leaveAlone: 'it is watched' }),
    database('log', { keptUp: 'agent needs it' }),
    cache('cache'),
    cache('sessions', { whenStopped: 'shrink' }),
    kafka('events'),
  ]),
  environment: 'acme',
  timeZone: 'America/Fortaleza',
  schedule: { enabled: true, toleranceMinutes: 90, start: { days: weekdays, at: '08:00' } },
};
/** A Friday evening there. */
const nowMs = Date.parse('2026-11-20T21:00:00Z');
const where = 'in us-east-1 of account 123456789012 (acme-dev)';
const asked = { definition, where, live: { changes: 3, resources: 7 }, nowMs };

describe('before a run', () => {
  it('a stop says what goes down, where, and when it comes back', () => {
    expect(runQuestion({ ...asked, action: 'stop' })).toBe(
      [
        'This stops acme in us-east-1 of account 123456789012 (acme-dev): 3 of 7 resources for everybody who uses them.',
        'Its schedule starts it again Mon 23 Nov 08:00 (America/Fortaleza), unless it is paused or held by then.',
        'Stop acme?',
      ].join('\n'),
    );
  });

  it('a stop that takes over says so', () => {
    const words = runQuestion({ ...asked, action: 'stop', supersede: true });

    expect(words).toContain('A run that is changing it now ends where it is; what it has done stays done.');
    expect(words).toMatch(/\nTake over and stop acme\?$/);
  });

  it.each([
    ['the schedule is disabled', { ...definition.schedule, enabled: false }],
    ['no start is scheduled', { enabled: true, toleranceMinutes: 90 }],
  ])('the question before a stop says that nothing starts the environment again where %s', (_, schedule) => {
    expect(runQuestion({ ...asked, definition: { ...definition, schedule }, action: 'stop' })).toContain(
      'No schedule starts it again: it stays down until curfew start acme.',
    );
  });

  it('a start that takes over says what becomes of the other run', () => {
    expect(runQuestion({ ...asked, action: 'start', supersede: true })).toBe(
      [
        'This starts acme in us-east-1 of account 123456789012 (acme-dev): 3 of 7 resources.',
        'A run that is changing it now ends where it is; what it has done stays done.',
        'Take over and start acme?',
      ].join('\n'),
    );
  });

  it('the account is named with its alias, and the profile that decided it', () => {
    const account = { id: '123456789012', alias: 'acme-dev' };

    expect([
      inPlace('us-east-1'),
      inPlace('us-east-1', { profile: 'prod' }),
      inPlace('us-east-1', { account: { id: '123456789012' } }),
      inPlace('us-east-1', { account, profile: 'prod' }),
    ]).toEqual([
      'in us-east-1',
      'in us-east-1 with the profile prod',
      'in us-east-1 of account 123456789012',
      'in us-east-1 of account 123456789012 (acme-dev) with the profile prod',
    ]);
  });
});

const planned = (topic: string, more: Partial<PlannedTopic> = {}): PlannedTopic => ({
  topic,
  matchedBy: 'prefix orders.',
  strategy: 'truncate',
  action: 'truncate',
  reason: '',
  records: 1_000,
  bytes: 1,
  leastBytes: 0,
  mostBytes: 1,
  groups: [],
  drift: [],
  notes: [],
  cuts: [],
  ...more,
});
const many = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => planned(`orders.${name}`));
const execution = { mode: 'execute', planHash: '0f3a', where: 'at localhost:9092', bounds: undefined } as const;
const bounds = { names: ['orders.', 'payments'], topicsMax: 50 };

describe('before a cleanup', () => {
  it.each([
    [
      'of a plan that is known: its topics and records',
      { ...execution, planned: many, bounds },
      [
        'This executes plan 0f3a at localhost:9092: the records that the plan counted are lost permanently.',
        '7 topics (prefix orders.), up to 7,000 records: orders.a, orders.b, orders.c, orders.d, orders.e and 2 more',
      ],
    ],
    [
      'that deletes topics: which, and what else that loses; not what is only created',
      {
        ...execution,
        planned: [
          planned('orders.a', { action: 'recreate', records: 'unknown' }),
          planned('orders.b', { action: 'create', matchedBy: 'definition' }),
        ],
      },
      [
        'This executes plan 0f3a at localhost:9092: the records that the plan counted are lost permanently.',
        '1 topic (prefix orders.), an unknown number of records: orders.a',
        'Deleted and recreated, which also loses committed offsets: orders.a',
      ],
    ],
    [
      'of a plan that the function keeps: what it cannot go beyond',
      { ...execution, where: 'on the cluster acme in us-east-1', planned: undefined, bounds },
      [
        'This executes plan 0f3a on the cluster acme in us-east-1: the records that the plan counted are lost permanently.',
        '50 topics at most, within: orders., payments',
      ],
    ],
    [
      'that goes on with the last run',
      { mode: 'resume', where: 'at localhost:9092', planned: undefined, bounds: undefined },
      ['This resumes the last run at localhost:9092: the records that the plan counted are lost permanently.'],
    ],
    [
      'that goes on with a run',
      { mode: 'resume', run: 'cleanup-1', where: 'at localhost:9092', planned: undefined, bounds: undefined },
      ['This resumes cleanup-1 at localhost:9092: the records that the plan counted are lost permanently.'],
    ],
    [
      'that goes on with a plan',
      { mode: 'resume', planHash: '0f3a', where: 'at localhost:9092', planned: undefined, bounds: undefined },
      ['This resumes plan 0f3a at localhost:9092: the records that the plan counted are lost permanently.'],
    ],
  ] as const)('the question before a cleanup says what is lost: %s', (_, cleanup, lines) => {
    expect(cleanupQuestion(cleanup)?.split('\n')).toEqual([...lines, 'Empty these topics?']);
  });

  it('nothing is asked where the plan empties no topic', () => {
    const harmless = (['create', 'change', 'already-empty', 'skip', 'refuse'] as const).map((action) =>
      planned(`orders.${action}`, { action }),
    );

    expect(cleanupQuestion({ ...execution, planned: harmless })).toBeUndefined();
  });

  it('what a cleanup may empty are the prefixes, and the topics that are emptied without a prefix', () => {
    const topic = { partitions: 1, replicationFactor: 1, configs: {} };

    expect(
      namesIn({
        prefixes: [{ prefix: 'orders.', strategy: 'truncate' }],
        topics: [
          { ...topic, name: 'a' },
          { ...topic, name: 'b', empty: 'never' },
          { ...topic, name: 'c', empty: 'truncate' },
          { ...topic, name: 'd', empty: 'recreate' },
        ],
      }),
    ).toEqual(['orders.', 'c', 'd']);
  });
});
