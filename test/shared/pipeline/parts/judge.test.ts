import { describe, expect, it } from 'vitest';
import { type Finding, judgeParts, type KafkaSeen, type Observed } from '#pipeline/check/judge.ts';

const expected = {
  connector: 'c',
  topics: { source: 'source', events: 'events', deadLetters: 'dead' },
  groups: ['normalizer', 'ch-sink'],
};

const kafkaAt = (end: bigint, changed: Partial<KafkaSeen> = {}): KafkaSeen => ({
  topics: new Map([
    ['source', { held: end, end }],
    ['events', { held: end, end }],
    ['dead', { held: 0n, end: 0n }],
  ]),
  groups: new Map([
    ['normalizer', { lag: 0n, committed: end }],
    ['ch-sink', { lag: 0n, committed: end }],
  ]),
  ...changed,
});

const healthy: Observed = {
  connector: { seen: { state: 'RUNNING', tasks: [{ id: 'task 0', state: 'RUNNING' }] } },
  kafka: { seen: { before: kafkaAt(10n), after: kafkaAt(12n), seconds: 10 } },
  rows: { seen: { recent: 2, percentile: { attribute: 'latency_sec', p95: 1.5, n: 2 } } },
};

const about = (observed: Partial<Observed>, name: string): Finding | undefined =>
  judgeParts({ ...healthy, ...observed }, expected).find((finding) => finding.about.includes(name));

const kafka = (before: KafkaSeen, after: KafkaSeen): Partial<Observed> => ({
  kafka: { seen: { before, after, seconds: 10 } },
});

describe('the check of a pipeline', () => {
  it('finds nothing where everything moves', () => {
    expect(judgeParts(healthy, expected).map(({ verdict }) => verdict)).toEqual(Array(9).fill('ok'));
  });

  it.each([
    ['PAUSED', [{ id: 'task 0', state: 'PAUSED' }], 'connector c', 'is PAUSED'],
    ['RUNNING', [{ id: 'task 0', state: 'FAILED' }], 'tasks', 'task 0 is FAILED'],
    ['RUNNING', [], 'tasks', 'has no task'],
  ])('fails a connector that is %s with tasks %j', (state, tasks, name, what) => {
    expect(about({ connector: { seen: { state, tasks } } }, name)).toMatchObject({ verdict: 'failed', what });
  });

  it('fails a connector that does not exist', () => {
    expect(about({ connector: { seen: undefined } }, 'connector')).toMatchObject({ verdict: 'failed' });
  });

  it('says of a topic without new records that it is quiet: nobody may have changed anything', () => {
    expect(about(kafka(kafkaAt(10n), kafkaAt(10n)), 'topic source')?.verdict).toBe('quiet');
  });

  it('fails a topic that does not exist', () => {
    const topics = new Map([['events', { held: 0n, end: 0n }]]);
    expect(about(kafka(kafkaAt(10n), kafkaAt(12n, { topics })), 'topic source')?.verdict).toBe('failed');
  });

  it.each([
    ['nothing was committed meanwhile', { lag: 5n, committed: 7n }, { lag: 6n, committed: 7n }, 'failed'],
    ['it works through its lag', { lag: 5n, committed: 7n }, { lag: 4n, committed: 9n }, 'ok'],
    ['it has never committed', undefined, undefined, 'failed'],
    ['it has no lag', { lag: 1n, committed: 7n }, { lag: 0n, committed: 8n }, 'ok'],
  ] as const)('judges a group: %s', (_, before, after, verdict) => {
    const at = (seen: typeof before | typeof after) => kafkaAt(10n, { groups: new Map([['normalizer', seen]]) });
    expect(about(kafka(at(before), at(after)), 'group normalizer')?.verdict).toBe(verdict);
  });

  it.each([
    [0n, 0n, 0n, 'ok'],
    [3n, 3n, 3n, 'quiet'],
    [3n, 4n, 4n, 'failed'],
  ] as const)('judges dead letters: %s before, %s after, of which %s are held', (before, end, held, verdict) => {
    const at = (seen: { held: bigint; end: bigint }) => kafkaAt(10n, { topics: new Map([['dead', seen]]) });
    expect(about(kafka(at({ held, end: before }), at({ held, end })), 'dead letters')?.verdict).toBe(verdict);
  });

  it('never shows a percentile without values', () => {
    const rows = { seen: { recent: 1, percentile: { attribute: 'x', p95: null, n: 0 } } };
    expect(about({ rows }, 'p95')).toMatchObject({ verdict: 'quiet', what: 'no value' });
  });

  it('says what was not checked, and why', () => {
    const notSeen = 'add --bootstrap HOST:PORT';
    expect(about({ kafka: { notSeen } }, 'Kafka')).toEqual({ about: 'Kafka', verdict: 'not checked', what: notSeen });
  });
});
