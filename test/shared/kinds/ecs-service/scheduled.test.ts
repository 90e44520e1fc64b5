import type { ScheduledAction as SdkAction } from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import { towardsEcsService } from '#kinds/ecs-service/decide.ts';
import type { EcsObservation, Scheduled } from '#kinds/ecs-service/definition.ts';
import { madeUpFor, scheduledActionsOf, scheduledFacts } from '#kinds/ecs-service/scheduled.ts';
import { startedLately } from '#kinds/ecs-service/task-failures.ts';
import type { ServiceMemory } from '#kinds/memory.ts';
import { asResource, type ResourceOf } from '#kinds/resource.ts';

const none = { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false };
const all = { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true };
const evening = { min: 1, max: 1 };

const at = (hour: string, more: Partial<Scheduled> = {}): Scheduled => ({
  name: `at ${hour}`,
  schedule: `cron(30 ${hour} ? * * *)`,
  timeZone: 'UTC',
  min: 4,
  max: 8,
  ...more,
});

/** Stopped at eight in the evening, looked at at eight in the morning. */
const seen = (scheduled: readonly Scheduled[], more: Partial<EcsObservation> = {}): EcsObservation => ({
  kind: 'ecs-service',
  status: 'ACTIVE',
  desired: 1,
  running: 1,
  rollout: 'settled',
  tasksLeft: 1,
  tasksHealthy: 1,
  scaling: { ...evening, suspended: all },
  scheduled,
  readAt: Date.parse('2026-11-20T08:00:00Z'),
  ...more,
});

const memory = (more: Partial<ServiceMemory> = {}): ServiceMemory => ({
  kind: 'ecs-service',
  resource: 'web' as ResourceName,
  desired: 1,
  run: 'shop-stop-20261119T200001Z-0000',
  scaling: { ...evening, suspended: none },
  ...more,
});

const withoutScaling = <T extends { scaling?: unknown }>({ scaling: _, ...rest }: T) => rest as T;
const seenWithoutActions = (): EcsObservation => {
  const { scheduled: _, ...rest } = seen([]);
  return rest;
};

describe('scheduled scaling that fell into a downtime', () => {
  it('scheduled scaling that fell into a downtime is made up for: the newest that fired says the bounds', () => {
    const earlier = at('6', { min: 2, max: 2 });

    expect(madeUpFor(seen([at('7'), earlier]), memory())).toEqual({ bounds: { min: 4, max: 8 }, name: 'at 7' });
    expect(madeUpFor(seen([earlier, at('7', { min: 5 })]), memory())?.bounds).toEqual({ min: 5, max: 8 });
  });

  it('scheduled scaling that fell into a downtime is made up for where only one of its bounds is another', () => {
    expect(madeUpFor(seen([at('7', { min: 1, max: 8 })]), memory())?.bounds).toEqual({ min: 1, max: 8 });
    expect(madeUpFor(seen([at('7', { min: 0, max: 1 })]), memory())?.bounds).toEqual({ min: 0, max: 1 });
  });

  it('scheduled scaling that fell into a downtime changes only the bounds that it names', () => {
    const { max: _, ...atLeast } = at('7', { min: 1 });

    expect(madeUpFor(seen([{ ...atLeast, min: 0 }]), memory())?.bounds).toEqual({ min: 0, max: 1 });
  });

  it.each<[string, EcsObservation, ServiceMemory]>([
    ['nothing is planned', seen([]), memory()],
    ['it fires before the stop', seen([at('19')]), memory()],
    ['it fires later in the day', seen([at('9')]), memory()],
    ['nobody can say when it fires', seen([at('7', { schedule: 'rate(1 hour)' })]), memory()],
    ['it was planned until yesterday', seen([at('7', { untilMs: Date.parse('2026-11-19T12:00:00Z') })]), memory()],
    ['it is planned from tomorrow', seen([at('7', { fromMs: Date.parse('2026-11-21T00:00:00Z') })]), memory()],
    ['it asks for the bounds that there are', seen([at('7', evening)]), memory()],
    ['somebody set other bounds meanwhile', seen([at('7')], { scaling: { min: 3, max: 3, suspended: all } }), memory()],
    ['somebody set another minimum', seen([at('7')], { scaling: { min: 3, max: 1, suspended: all } }), memory()],
    ['somebody set another maximum', seen([at('7')], { scaling: { min: 1, max: 3, suspended: all } }), memory()],
    ['it has no scaling any more', withoutScaling(seen([at('7')])), memory()],
    ['it had no scaling', seen([at('7')]), withoutScaling(memory())],
    ['nothing is known of its actions', seenWithoutActions(), memory()],
    ['somebody resumed it meanwhile', seen([at('7')], { scaling: { ...evening, suspended: none } }), memory()],
    ['its owner had suspended it', seen([at('7')]), memory({ scaling: { ...evening, suspended: all } })],
    ['nothing is remembered of its scaling', seen([at('7')]), { ...memory(), run: 'by hand' }],
  ])('scheduled scaling that fell into a downtime is left as it is where %s', (_why, observation, remembered) => {
    expect(madeUpFor(observation, remembered)).toBeUndefined();
  });
});

describe('a service whose scheduled scaling fell into a downtime', () => {
  const service = asResource({ kind: 'ecs-service', cluster: 'c', service: 'web' }, 'web') as ResourceOf<'ecs-service'>;
  const zero = { min: 0, max: 0 };
  const atZero = (more: Partial<EcsObservation> = {}) =>
    seen([at('7')], {
      desired: 0,
      running: 0,
      tasksLeft: 0,
      tasksHealthy: 0,
      scaling: { ...zero, suspended: all },
      ...more,
    });
  const zeroMemory = memory({ desired: 0, scaling: { ...zero, suspended: none } });

  it('a service at zero by its owner’s own schedule comes up as that schedule would have brought it up', () => {
    expect(towardsEcsService('start', service, atZero(), zeroMemory)).toMatchObject({
      kind: 'act',
      effects: [{ do: 'set-desired-count', desired: 4 }, { do: 'give-back' }],
      reason: 'its scheduled action at 7 was due during the downtime: bounds 4–8; starting 4 tasks',
    });
    const up = seen([at('7')], { desired: 4, running: 4, tasksHealthy: 4, scaling: { ...zero, suspended: all } });
    expect(towardsEcsService('start', service, up, { ...zeroMemory, givenBack: true })).toMatchObject({
      effects: [{ do: 'set-scaling', bounds: { min: 4, max: 8 }, suspended: none }, { do: 'forget' }],
      final: true,
    });
  });

  it('a service at zero that a start has just raised is not at zero on purpose, although reads still say so', () => {
    const { scaling: _, ...lagging } = atZero({ tasksLeft: 4 });

    expect(towardsEcsService('start', service, lagging, { ...zeroMemory, givenBack: true }).kind).toBe('wait');
    expect(towardsEcsService('start', service, lagging, memory({ givenBack: true })).kind).toBe('wait');
    expect(towardsEcsService('start', service, lagging, zeroMemory).kind).toBe('ready');
  });

  it('a service at zero whose schedule only lets it scale stays at zero, within the new bounds', () => {
    const least = atZero({ scheduled: [at('7', { min: 0 })] });

    expect(towardsEcsService('start', service, least, zeroMemory)).toMatchObject({
      effects: [{ do: 'give-back' }, { do: 'set-scaling', bounds: { min: 0, max: 8 } }],
      reason: 'at 0 on purpose; its scheduled action at 7 was due during the downtime: bounds 0–8',
      final: true,
      serves: true,
    });
  });

  it('a service that was up comes up with as many tasks as its schedule lets it have by now', () => {
    const down = seen([at('7')], { desired: 0, running: 0, tasksLeft: 0, tasksHealthy: 0 });

    expect(towardsEcsService('start', service, down, memory())).toMatchObject({
      effects: [{ do: 'set-desired-count', desired: 4 }, { do: 'give-back' }],
    });
    expect(towardsEcsService('start', service, down, memory({ desired: 6 }))).toMatchObject({
      effects: [{ do: 'set-desired-count', desired: 6 }, { do: 'give-back' }],
      reason: '6 tasks remembered',
    });
  });

  it('what was missed before a start that was taken over in the middle is not forgotten by the next stop', () => {
    const givenBack = memory({ givenBack: true });
    const held = seen([]);
    const since = Date.parse('2026-11-19T20:00:01Z');
    const remembered = (observation: EcsObservation, before: ServiceMemory) => {
      const next = towardsEcsService('stop', service, observation, before);
      return next.kind === 'act' ? next.effects[0] : undefined;
    };

    expect(remembered(held, givenBack)).toMatchObject({ do: 'remember', desired: 1, heldSince: since });
    expect(remembered(held, { ...givenBack, heldSince: 7 })).toMatchObject({ heldSince: 7 });
    for (const scaling of [
      { ...evening, suspended: none },
      { min: 2, max: 2, suspended: all },
    ])
      expect(remembered(seen([], { scaling }), givenBack)).not.toHaveProperty('heldSince');
    const later = memory({ run: 'shop-stop-20261120T074500Z', heldSince: since });
    expect(madeUpFor(seen([at('7')]), later)?.name).toBe('at 7');
  });
});

describe('the scheduled actions of a service', () => {
  const action = (name: string, more: Partial<SdkAction> = {}): SdkAction =>
    ({ ScheduledActionName: name, ResourceId: 'service/c/web', Schedule: 'at(x)', ...more }) as SdkAction;

  it('the scheduled actions of a service are its own, in words of ours, with the time of the look', () => {
    const actions = [
      action('other', { ResourceId: 'service/c/api' }),
      action('all', {
        Timezone: 'Europe/Berlin',
        ScalableTargetAction: { MinCapacity: 0, MaxCapacity: 9 },
        StartTime: new Date(1_000),
        EndTime: new Date(9_000),
      }),
      action('least', { ScalableTargetAction: { MinCapacity: 3 } }),
      action('none'),
    ];

    expect(scheduledFacts('service/c/web', actions, 5_000)).toEqual({
      scheduled: [
        { name: 'all', schedule: 'at(x)', timeZone: 'Europe/Berlin', min: 0, max: 9, fromMs: 1_000, untilMs: 9_000 },
        { name: 'least', schedule: 'at(x)', timeZone: 'UTC', min: 3 },
        { name: 'none', schedule: 'at(x)', timeZone: 'UTC' },
      ],
      readAt: 5_000,
    });
    expect(scheduledFacts('service/c/web', [{ ResourceId: 'service/c/web' } as SdkAction], 0)).toEqual({
      scheduled: [{ name: '', schedule: '', timeZone: 'UTC' }],
      readAt: 0,
    });
    expect(scheduledFacts('service/c/db', actions, 0)).toEqual({});
  });

  const now = () => new Date(0);

  it('the scheduled actions of a service are read once a minute at most, and again after a failure', async () => {
    let ms = 0;
    let asked = 0;
    const client = {
      send: async () => {
        asked += 1;
        if (asked === 1) throw Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
        return { ScheduledActions: [action(`a${asked}`)] };
      },
    } as never;
    const read = scheduledActionsOf(client, () => new Date(ms));
    const names = async () => (await read()).map((one) => one.ScheduledActionName);

    await expect(read()).rejects.toThrow();
    expect(await names()).toEqual(['a2']);
    ms = 59_999;
    expect(await names()).toEqual(['a2']);
    ms = 60_000;
    expect(await names()).toEqual(['a3']);
  });

  it.each([
    ['AccessDeniedException', 'none'],
    ['ThrottlingException', 'an error'],
  ])('the scheduled actions of a service that cannot be read, by %s, are %s', async (name, expected) => {
    const client = { send: () => Promise.reject(Object.assign(new Error(name), { name })) } as never;

    expect(await scheduledActionsOf(client, now)().catch(() => 'an error')).toEqual(
      expected === 'none' ? [] : expected,
    );
  });

  it('the scheduled actions of a service are read to the last page', async () => {
    const asked: unknown[] = [];
    const client = {
      send: async ({ input }: { input: object }) => {
        asked.push(input);
        return asked.length < 3
          ? { ScheduledActions: [action(`a${asked.length}`)], NextToken: `page ${asked.length}` }
          : { ScheduledActions: [action('last')] };
      },
    } as never;

    expect((await scheduledActionsOf(client, now)()).map((one) => one.ScheduledActionName)).toEqual([
      'a1',
      'a2',
      'last',
    ]);
    expect(asked).toEqual([
      { ServiceNamespace: 'ecs' },
      { ServiceNamespace: 'ecs', NextToken: 'page 1' },
      { ServiceNamespace: 'ecs', NextToken: 'page 2' },
    ]);
  });
});

describe('tasks that ECS has started lately', () => {
  const event = (minutesAgo: number, message: string) => ({
    createdAt: new Date(Date.parse('2026-11-20T08:00:00Z') - minutesAgo * 60_000),
    message: `(service web) ${message}`,
  });
  const lately = (...events: ReturnType<typeof event>[]) =>
    startedLately({ events }, Date.parse('2026-11-20T08:00:00Z'));

  it('tasks that ECS has started lately are those of the last ten minutes', () => {
    expect(lately(event(1, 'has reached a steady state.'), event(10, 'has started 3 tasks: (task a).'))).toBe(true);
    expect(lately(event(10.1, 'has started 3 tasks: (task a).'))).toBe(false);
    expect(lately(event(1, 'has stopped 3 running tasks.'))).toBe(false);
    expect(lately()).toBe(false);
  });
});
