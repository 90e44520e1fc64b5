// What every kind does that is described as a value: the decision by its statuses, the adapter over the simulated AWS, a night.
import { describe, expect, it } from 'vitest';
import { serviceOf } from '#kinds/adapter.ts';
import { decideByStatus } from '#kinds/decide-status.ts';
import type { AwsEffect } from '#kinds/effect.ts';
import { asResource, definitionOf, type Identity, type ResourceOf } from '#kinds/resource.ts';
import { arnInRehearsal } from '#kinds/row-shape.ts';
import { statusAdapterOf } from '#kinds/status-adapters.ts';
import { callsOf } from '#kinds/status-columns.ts';
import { nameFields, type StatusColumn, type StatusObservation } from '#kinds/status-kind.ts';
import { type StatusKindName, statusKindNames, statusKindOf } from '#kinds/status-kinds.ts';
import { isSimulated } from '#sim/aws/operations.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { numbered } from '#test/support/definitions.ts';
import { testService } from '#test/support/service-contract.ts';

const one = (kind: StatusKindName, name: string): ResourceOf<StatusKindName> =>
  asResource(
    {
      kind,
      ...Object.fromEntries(
        nameFields(statusKindOf(kind)).map((field, index, all) => [
          field,
          index < all.length - 1 ? 'default' : `atlas-${name}`,
        ]),
      ),
    } as unknown as Identity,
    name,
  ) as ResourceOf<StatusKindName>;

/** By what AWS changes it, where that is not its name. */
const handles: { readonly [K in StatusKindName]?: (id: string) => string } = {
  'app-runner-service': arnInRehearsal,
  'flink-application': () => 'RESTORE_FROM_LATEST_SNAPSHOT',
};

const effectOf = (kind: StatusKindName, to: 'start' | 'stop', name: string): AwsEffect => {
  const handle = handles[kind]?.(`atlas-${name}`);
  return { do: to, ...(handle === undefined ? {} : { handle }) };
};

/** What has to be read before it can be written. */
const readFirst: { readonly [K in StatusKindName]?: readonly string[] } = { 'eventbridge-schedule': ['GetSchedule'] };

const seen = (kind: StatusKindName, status: string, more: Partial<StatusObservation> = {}): StatusObservation => ({
  kind,
  status,
  facts: {},
  ...more,
});

const next: Readonly<Record<'start' | 'stop', Readonly<Record<StatusColumn, string>>>> = {
  start: { up: 'ready', busy: 'ready', down: 'act', moving: 'wait', broken: 'fail' },
  stop: { up: 'act', busy: 'wait', down: 'ready', moving: 'wait', broken: 'fail' },
};

describe.each(statusKindNames)('the kind %s, described as a value,', (name) => {
  const kind = statusKindOf(name);
  const columns = Object.entries(kind.statuses) as [StatusColumn, readonly string[]][];
  // Some are never stopped at all.
  const isRefused = kind.cannotStop?.({}) !== undefined;
  // Or not in one of their statuses.
  const expectedOf = (action: 'start' | 'stop', column: StatusColumn, status = ''): string =>
    action === 'stop' && column !== 'down' && kind.cannotStop?.({ status }) !== undefined
      ? 'refuse'
      : next[action][column];
  const cases = (['start', 'stop'] as const).flatMap((action) =>
    columns.flatMap(([column, words]) =>
      words.map((status) => ({ action, status, expected: expectedOf(action, column, status) })),
    ),
  );

  it.each(cases)(
    'a kind described as a value, on $action, decides "$expected" when it is $status',
    ({ action, status, expected }) => {
      const decided = decideByStatus(kind, action, seen(name, status));

      expect(decided.kind).toBe(expected);
      if (expected !== 'refuse') expect(decided.reason).toContain(status);
    },
  );

  it.each(['start', 'stop'] as const)(
    'a kind described as a value waits, on %s, in a status that AWS invents tomorrow',
    (action) => {
      expect(decideByStatus(kind, action, seen(name, 'resizing-the-moon'))).toMatchObject({
        kind: expectedOf(action, 'moving'),
      });
    },
  );

  it('a kind described as a value has every status in exactly one column', () => {
    const all = columns.flatMap(([, words]) => words);

    expect(new Set(all).size).toBe(all.length);
  });

  it.skipIf(isRefused)('a kind described as a value asks with one change for one direction, and names the goal', () => {
    const [up = ''] = kind.statuses.up;
    const [down = ''] = kind.statuses.down;

    expect(decideByStatus(kind, 'stop', seen(name, up, { handle: 'arn' }))).toEqual({
      kind: 'act',
      effects: [{ do: 'stop', handle: 'arn' }],
      reason: `${up}, should be ${down}`,
    });
    expect(decideByStatus(kind, 'start', seen(name, down))).toEqual({
      kind: 'act',
      effects: [{ do: 'start' }],
      reason: `${down}, should be ${up}`,
    });
  });

  it('a kind described as a value is not ready on start while a part of it lags behind', () => {
    const [up = ''] = kind.statuses.up;

    expect(
      decideByStatus(kind, 'start', seen(name, up, { lagging: ['part-1 is starting', 'part-2 is starting'] })),
    ).toEqual({ kind: 'wait', reason: `${up}, but part-1 is starting, part-2 is starting` });
  });

  it.each(Object.entries(kind.rehearsal.facts ?? {}))(
    'a kind described as a value is refused when planned, and never tried, where %s is %s',
    async (fact, value) => {
      const resource = one(name, 'alone');
      const aws = simulatedCloud([resource], { world: { alone: { [fact]: value } as ResourceWorld } });

      const reading = (await aws.finish(serviceOf<StatusKindName>(aws.services, name).observe([resource]))).get(
        resource.name,
      );
      if (reading?.state !== 'seen') throw new Error('it was not seen');
      const decided = decideByStatus(kind, 'stop', reading.observation as StatusObservation);

      expect(decided).toMatchObject({ kind: 'refuse', code: expect.stringMatching(/^[A-Z_0-9]+$/) });
      expect(decideByStatus(kind, 'start', reading.observation as StatusObservation).kind).not.toBe('refuse');
      const down = { ...reading.observation, status: kind.statuses.down[0] ?? '' } as StatusObservation;
      expect(decideByStatus(kind, 'stop', down), 'what is down need not be stopped').toMatchObject({ kind: 'ready' });
    },
  );

  // What is enabled is so at once, where the API has no status on the way.
  it.skipIf(kind.statuses.moving.length === 0)(
    'a kind described as a value is not up on start before its parts are',
    async () => {
      const resource = one(name, 'alone');
      const [down = ''] = kind.statuses.down;
      const aws = simulatedCloud([resource], { world: { alone: { status: down, startMinutes: 1 } }, seed: 3 });
      const decided = async () => {
        const reading = (
          await aws.finish(serviceOf<StatusKindName>(aws.services, name).observe([resource], 'start'))
        ).get(resource.name);
        if (reading?.state !== 'seen') throw new Error('it was not seen');
        return decideByStatus(kind, 'start', reading.observation as StatusObservation);
      };
      await aws.finish(serviceOf<StatusKindName>(aws.services, name).act(resource, effectOf(name, 'start', 'alone')));
      aws.pass(50_000);

      expect((await decided()).kind).toBe('wait');
      aws.pass(120_000);
      expect((await decided()).kind).toBe('ready');
    },
  );

  it('a kind described as a value names fields of its own as its identity, and operations that scenarios know', () => {
    const { calls } = kind;

    expect(definitionOf(name).identity).toEqual(nameFields(kind));
    expect(Object.keys(kind.fields)).toEqual(expect.arrayContaining([...nameFields(kind)]));
    for (const call of callsOf(kind)) expect(isSimulated(`${calls.service}:${call}`), call).toBe(true);
  });
});

for (const name of statusKindNames) {
  const kind = statusKindOf(name);
  const [up = ''] = kind.statuses.up;
  const [down = ''] = kind.statuses.down;
  const words = [up, down, ...kind.statuses.broken, 'A_STATUS_OF_NEXT_YEAR'];
  const isAtOnce = kind.statuses.moving.length === 0;
  const operation = (call: string): string => `${kind.calls.service}:${call}`;
  testService(name, {
    kind: name,
    many: numbered(120, 'one', (each) => one(name, each)),
    differing: (index) => {
      const status = words[index % words.length] ?? '';
      return { world: { status }, seen: { status } };
    },
    // A list is read once, and what it does not say of each of them once more.
    callsMax: {
      ...Object.fromEntries([...kind.calls.reads, ...(kind.calls.each ?? [])].map((read) => [operation(read), 120])),
      [operation(kind.calls.reads[0] ?? '')]: statusAdapterOf(name).readsAll ? 1 : 2,
    },
    reads: [operation(kind.calls.reads[0] ?? '')],
    changes: [
      {
        effect: effectOf(name, 'stop', 'one-001'),
        ...(kind.calls.afterStop === undefined ? {} : { readsAfter: [operation(kind.calls.afterStop)] }),
        ...(readFirst[name] ? { readsFirst: readFirst[name].map(operation) } : {}),
        operation: operation(kind.calls.stop),
        reaches: { status: down },
        again: isAtOnce ? 'done' : { moved: kind.rehearsal.refused },
        missing: { code: 'NOT_FOUND', awsCode: kind.rehearsal.notFound },
      },
      {
        effect: effectOf(name, 'start', 'one-001'),
        ...(readFirst[name] ? { readsFirst: readFirst[name].map(operation) } : {}),
        world: { status: down },
        operation: operation(kind.calls.start),
        reaches: { status: up },
        again: isAtOnce ? 'done' : { moved: kind.rehearsal.refused },
        missing: { code: 'NOT_FOUND', awsCode: kind.rehearsal.notFound },
      },
    ],
  });
}
