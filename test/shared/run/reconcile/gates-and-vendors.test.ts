// What reconcile makes of gates, and of what a vendor does by itself.
import { describe, expect, it } from 'vitest';
import type { Reading } from '#kinds/observation.ts';
import type { Resource, ResourceOf } from '#kinds/resource.ts';
import type { Situation } from '#run/reconcile/correction.ts';
import { differences } from '#run/reconcile/difference.ts';
import { reconcile } from '#run/reconcile/reconcile.ts';
import { database, definitionOf, named } from '#test/support/definitions.ts';
import { dbIs, minute, readingsOf, report, slotAt, wantedDown } from './situation.ts';

const dayMs = 24 * 60 * minute;
const common = { dependsOn: [], deadlineSeconds: { start: 60, stop: 60 }, optional: false };

const queue: ResourceOf<'sqs-queue'> = {
  ...{ kind: 'sqs-queue', name: named('jobs'), queue: 'jobs', ifNotDrained: 'keep-up' },
  ...{ ...common, dependsOn: [named('db')] },
};
const atlas: ResourceOf<'mongodb-atlas-cluster'> = {
  ...{ kind: 'mongodb-atlas-cluster', name: named('atlas'), project: '0'.repeat(24), cluster: 'one' },
  ...{ credentialsSecret: 'atlas', ...common },
};

const queueHas = (left: number): Reading => ({
  state: 'seen',
  observation: {
    ...{ kind: 'sqs-queue', status: left === 0 ? 'empty' : 'not-empty', says: `${left} messages left` },
    asOf: slotAt + dayMs,
  },
});
const atlasIs = (status: string): Reading => ({
  state: 'seen',
  observation: { kind: 'mongodb-atlas-cluster', status, facts: {} },
});

const situation = (resources: readonly Resource[], facts: Partial<Situation>): Situation => ({
  definition: definitionOf(resources),
  wanted: wantedDown,
  enabled: true,
  lease: undefined,
  ...{ reports: [], readings: new Map(), memories: [], restarted: [], nowMs: slotAt + 60 * minute },
  ...facts,
});

describe('reconcile, of a gate,', () => {
  const drained = report('stop', [{ resource: 'jobs', outcome: 'done' }]);
  const keptUp = report(
    'stop',
    [
      { resource: 'jobs', outcome: 'refused', errorCode: 'NOT_DRAINED' },
      { resource: 'db', outcome: 'blocked', blockedBy: 'jobs' },
    ],
    { outcome: 'failed' },
  );

  it('reconcile says nothing of messages that come in the night', () => {
    const readings = readingsOf({ jobs: queueHas(7), db: dbIs('stopped') });

    expect(reconcile(situation([database('db'), queue], { readings, reports: [drained] }))).toMatchObject({
      kind: 'nothing',
    });
  });

  it.each([
    [7, 'nothing'],
    [0, 'invoke'],
  ])('reconcile stops what was kept up for a queue with %d messages: %s', (left, kind) => {
    const readings = readingsOf({ jobs: queueHas(left), db: dbIs('available') });

    expect(reconcile(situation([database('db'), queue], { readings, reports: [keptUp] })).kind).toBe(kind);
  });
});

describe('reconcile, of a cluster of Atlas,', () => {
  const paused = report('stop', [{ resource: 'atlas', outcome: 'done', endedAt: new Date(slotAt).toISOString() }]);
  const daysLater = (days: number) =>
    reconcile(
      situation([atlas], {
        ...{ readings: readingsOf({ atlas: atlasIs('IDLE') }), reports: [paused], nowMs: slotAt + days * dayMs },
      }),
    );

  it('reconcile pauses a cluster again that Atlas resumed after 30 days, and takes an earlier one for somebody’s', () => {
    expect(daysLater(30)).toMatchObject({
      ...{ kind: 'invoke', action: 'stop', why: 'atlas was resumed by its vendor after 30 days' },
    });
    expect(daysLater(29)).toMatchObject({ kind: 'say', saying: { notice: 'drift' } });
  });
});

it('a service of ClickHouse Cloud that idles in the day is up, also where a start has to wake it', () => {
  const service = {
    ...{ kind: 'clickhouse-cloud-service', name: named('clickhouse'), organization: 'o', service: 's' },
    ...{ credentialsSecret: 'c', awake: true, ...common },
  } as ResourceOf<'clickhouse-cloud-service'>;
  const idle: Reading = {
    state: 'seen',
    observation: { kind: 'clickhouse-cloud-service', status: 'idle', facts: {} },
  };
  const seen = { definition: definitionOf([service]), readings: readingsOf({ clickhouse: idle }), memories: [] };

  expect(differences('start', seen)).toEqual([]);
});
