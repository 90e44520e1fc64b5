import type { ScheduledAction as SdkAction } from '@aws-sdk/client-application-auto-scaling';
import { describe, expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import type { EcsObservation, Scheduled } from '#kinds/ecs-service/definition.ts';
import { madeUpFor, readScheduledActions, scheduledFacts } from '#kinds/ecs-service/scheduled.ts';
import type { ServiceMemory } from '#kinds/memory.ts';

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
  newestEventAt: Date.parse('2026-11-20T08:00:00Z'),
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

describe('the scheduled actions of a service', () => {
  const action = (name: string, more: Partial<SdkAction> = {}): SdkAction =>
    ({ ScheduledActionName: name, ResourceId: 'service/c/web', Schedule: 'at(x)', ...more }) as SdkAction;
  const events = [{ createdAt: new Date(2_000) }, { createdAt: new Date(5_000) }, {}];

  it('the scheduled actions of a service are its own, in words of ours, with the newest time that AWS told', () => {
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

    expect(scheduledFacts({ events }, 'service/c/web', actions)).toEqual({
      scheduled: [
        { name: 'all', schedule: 'at(x)', timeZone: 'Europe/Berlin', min: 0, max: 9, fromMs: 1_000, untilMs: 9_000 },
        { name: 'least', schedule: 'at(x)', timeZone: 'UTC', min: 3 },
        { name: 'none', schedule: 'at(x)', timeZone: 'UTC' },
      ],
      newestEventAt: 5_000,
    });
    expect(scheduledFacts({}, 'service/c/web', [{ ResourceId: 'service/c/web' } as SdkAction])).toEqual({
      scheduled: [{ name: '', schedule: '', timeZone: 'UTC' }],
      newestEventAt: 0,
    });
    expect(scheduledFacts({ events }, 'service/c/db', actions)).toEqual({});
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

    expect((await readScheduledActions(client)).map((one) => one.ScheduledActionName)).toEqual(['a1', 'a2', 'last']);
    expect(asked).toEqual([
      { ServiceNamespace: 'ecs' },
      { ServiceNamespace: 'ecs', NextToken: 'page 1' },
      { ServiceNamespace: 'ecs', NextToken: 'page 2' },
    ]);
  });
});
