// What every adapter does, whatever it adapts: the production code over the simulated AWS, below the SDK's clients.
import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import { type Service, type Services, serviceOf } from '#kinds/adapter.ts';
import { services } from '#kinds/adapters.ts';
import type { AwsEffect } from '#kinds/effect.ts';
import type { Observation } from '#kinds/observation.ts';
import type { Kind, ResourceOf } from '#kinds/resource.ts';
import type { Fault } from '#sim/faults.ts';
import type { ResourceWorld } from '#sim/scenario/scenario.ts';
import { errorFrom, type SimulatedCloud, simulatedCloud } from './cloud.ts';

type Change = {
  readonly effect: AwsEffect;
  /** How the resource stands before. */
  readonly world?: ResourceWorld;
  readonly operation: string;
  /** How it stands, some hours later. */
  readonly reaches: Readonly<Record<string, unknown>>;
  /** What AWS says to the same change right after: nothing, or a refusal that means "look again". */
  readonly again: 'done' | { readonly moved: string };
  /** What is thrown where the resource does not exist. */
  readonly missing: { readonly code: string; readonly awsCode: string };
};

export type Subject<K extends Kind> = {
  readonly kind: K;
  /** More resources than one call can tell of. */
  readonly many: readonly ResourceOf<K>[];
  /** A world in which neighbours differ, so that a mix-up shows, and what is to be seen of it. */
  readonly differing: (index: number) => { readonly world: ResourceWorld; readonly seen: Partial<Observation> };
  /** How many calls observing all of them may take. What is not listed may not be called. */
  readonly callsMax: Readonly<Record<string, number>>;
  /** Every call without which a resource is unreadable. */
  readonly reads: readonly string[];
  /** A resource in a batch of its own, for APIs that do not list everything at once. */
  readonly apart?: ResourceOf<K>;
  readonly changes: readonly Change[];
};

const oneOfEach: { readonly [Do in AwsEffect['do']]: Extract<AwsEffect, { do: Do }> } = {
  'start-instance': { do: 'start-instance' },
  'stop-instance': { do: 'stop-instance' },
  'start-cluster': { do: 'start-cluster' },
  'stop-cluster': { do: 'stop-cluster' },
  start: { do: 'start' },
  stop: { do: 'stop' },
  'set-desired-count': { do: 'set-desired-count', desired: 1 },
  'set-scaling': {
    do: 'set-scaling',
    suspended: { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true },
  },
  'set-failover': { do: 'set-failover', multiAz: false, automaticFailover: false },
  'add-replicas': { do: 'add-replicas', replicas: 1 },
  'remove-replicas': { do: 'remove-replicas', replicas: 0 },
  'pause-connector': { do: 'pause-connector', arn: 'arn:aws:kafkaconnect:connector/any/1' },
  'resume-connector': { do: 'resume-connector', arn: 'arn:aws:kafkaconnect:connector/any/1' },
};

const hoursMs = 12 * 3_600_000;

const adapterOf = <K extends Kind>(of: Services, kind: K): Service<K> => serviceOf(of, kind);

const oneOf = <K extends Kind>({ many }: Subject<K>): ResourceOf<K> => {
  const [one] = many;
  if (!one) throw new Error('the contract needs resources');
  return one;
};

/** A cloud with one resource of the kind, behind a load balancer and without a health check where there may be one. */
const alone = <K extends Kind>(subject: Subject<K>, faults: readonly Fault[] = [], world: ResourceWorld = {}) => {
  const resource = oneOf(subject);
  const aws = simulatedCloud([resource], {
    faults,
    world: { [resource.name]: { loadBalancer: true, healthCheck: false, ...world } },
  });
  const adapter = adapterOf(aws.services, subject.kind);
  const observe = async () => (await aws.finish(adapter.observe([resource]))).get(resource.name);
  return { aws, resource, adapter, observe };
};

const countCalls = (aws: SimulatedCloud): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { operation } of aws.calls()) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
};

const observesMany = <K extends Kind>(subject: Subject<K>): void => {
  const { kind, many, differing, callsMax } = subject;
  const manyInCloud = () =>
    simulatedCloud(many, { world: Object.fromEntries(many.map(({ name }, index) => [name, differing(index).world])) });

  it('an adapter sees every one of many, once, and each as it is', async () => {
    const aws = manyInCloud();

    const readings = await aws.finish(adapterOf(aws.services, kind).observe(many));

    expect([...readings.keys()].toSorted()).toEqual(many.map(({ name }) => name).toSorted());
    for (const [index, { name }] of many.entries())
      expect(readings.get(name), name).toMatchObject({
        state: 'seen',
        observation: { kind, ...differing(index).seen },
      });
  });

  it('an adapter takes no more calls for many than the limits of the API ask for', async () => {
    const aws = manyInCloud();

    await aws.finish(adapterOf(aws.services, kind).observe(many));

    for (const [operation, count] of Object.entries(countCalls(aws)))
      expect(count, operation).toBeLessThanOrEqual(callsMax[operation] ?? 0);
  });

  it('an adapter changes nothing by looking', async () => {
    const aws = manyInCloud();
    const before = aws.state();

    await aws.finish(adapterOf(aws.services, kind).observe(many));

    expect(aws.state()).toEqual(before);
    expect(aws.calls().filter(({ mutating }) => mutating)).toEqual([]);
  });

  it('an adapter reads what does not exist as absent, and the others all the same', async () => {
    const [missing, ...others] = many;
    const aws = simulatedCloud(others);

    const readings = await aws.finish(adapterOf(aws.services, kind).observe(many));

    expect(readings.size).toBe(many.length);
    for (const { name } of others) expect(readings.get(name), name).toMatchObject({ state: 'seen' });
    expect(missing && readings.get(missing.name)).toEqual({ state: 'absent' });
  });

  it('an adapter has nothing to tell of nothing', async () => {
    const aws = simulatedCloud(many);

    expect((await aws.finish(adapterOf(aws.services, kind).observe([]))).size).toBe(0);
  });
};

const failures = [
  { why: 'is throttled', fault: { error: 'ThrottlingException' }, code: 'ThrottlingException', tries: 3, again: true },
  { why: 'meets a failing AWS', fault: { error: 'InternalFailure' }, code: 'InternalFailure', tries: 3, again: true },
  { why: 'never gets an answer', fault: { lostResponse: true }, code: 'TimeoutError', tries: 3, again: true },
  {
    why: 'is not permitted',
    fault: { error: 'AccessDeniedException' },
    code: 'AccessDeniedException',
    tries: 1,
    again: false,
  },
] as const;

const readsFailures = <K extends Kind>(subject: Subject<K>): void => {
  const cases = subject.reads.flatMap((operation) => failures.map((failure) => ({ operation, ...failure })));

  it.each(cases)('a resource is unreadable when $operation $why', async ({ operation, fault, code, tries, again }) => {
    const { aws, observe } = alone(subject, [{ operation, ...fault }]);

    const reading = await observe();

    expect(reading).toMatchObject({ state: 'unreadable', code, retryable: again });
    expect(reading).toHaveProperty('message', expect.stringContaining(code));
    expect(aws.calls(operation)).toHaveLength(tries);
  });

  it.each(subject.reads)(
    'an adapter does not notice that %s was throttled once, its answer lost the second time',
    async (operation) => {
      const { observe } = alone(subject, [
        { operation, error: 'ThrottlingException', times: 1 },
        { operation, lostResponse: true, times: 1 },
      ]);

      expect(await observe()).toMatchObject({ state: 'seen' });
    },
  );

  it('a resource is readable again when the trouble is over', async () => {
    const { observe } = alone(subject, [{ operation: '*', error: 'ServiceUnavailable', times: 3 }]);

    expect(await observe()).toMatchObject({ state: 'unreadable', code: 'ServiceUnavailable' });
    expect(await observe()).toMatchObject({ state: 'seen' });
  });

  it('an adapter lets a bug of ours through instead of calling a resource unreadable', async () => {
    const bug = new TypeError('undefined is not a function');
    const broken = { send: () => Promise.reject(bug) };
    const adapters = services({
      rds: broken,
      ecs: broken,
      autoscaling: broken,
      elbv2: broken,
      elasticache: broken,
      kafka: broken,
      kafkaconnect: broken,
      clientOf: <C>() => broken as unknown as C,
    });

    expect(await errorFrom(adapterOf(adapters, subject.kind).observe([oneOf(subject)]))).toBe(bug);
  });
};

const keepsBatchesApart = <K extends Kind>(subject: Subject<K>, apart: ResourceOf<K>): void => {
  it.each(subject.reads)('one refusal of %s spoils one batch, not the other', async (operation) => {
    const resource = oneOf(subject);
    const both = [resource, ...subject.many.slice(1), apart];
    const world = Object.fromEntries(both.map(({ name }) => [name, { loadBalancer: true, healthCheck: false }]));
    const aws = simulatedCloud(both, { world, faults: [{ operation, error: 'AccessDeniedException', times: 1 }] });

    const readings = await aws.finish(adapterOf(aws.services, subject.kind).observe(both));

    const states = [...readings.values()].map(({ state }) => state);
    expect(states).toHaveLength(both.length);
    expect(states).toContain('unreadable');
    expect(states).toContain('seen');
    expect(states).not.toContain('absent');
  });
};

const makesChanges = <K extends Kind>(subject: Subject<K>): void => {
  describe.each(subject.changes)('its $effect.do', ({ effect, world = {}, operation, reaches, again, missing }) => {
    const reached = ({ aws, resource }: ReturnType<typeof alone<K>>) => {
      aws.pass(hoursMs);
      return aws.state()[resource.name];
    };

    it('a change by an adapter is made with one call', async () => {
      const scene = alone(subject, [], world);

      await scene.aws.finish(scene.adapter.act(scene.resource, effect));

      expect(countCalls(scene.aws)).toEqual({ [operation]: 1 });
      expect(scene.aws.calls()[0]).toMatchObject({ resource: scene.resource.name, mutating: true });
      expect(reached(scene)).toMatchObject(reaches);
    });

    it('a change by an adapter does no harm when it is made twice', async () => {
      const scene = alone(subject, [], world);
      await scene.aws.finish(scene.adapter.act(scene.resource, effect));

      const second = scene.aws.finish(scene.adapter.act(scene.resource, effect));

      if (again === 'done') await second;
      else expect(await errorFrom(second)).toMatchObject({ code: 'MOVED', awsCode: again.moved, retryable: true });
      expect(reached(scene)).toMatchObject(reaches);
    });

    it('a change by an adapter is made although the answer was lost', async () => {
      const scene = alone(subject, [{ operation, lostResponse: true, times: 1 }], world);

      const act = scene.aws.finish(scene.adapter.act(scene.resource, effect));

      if (again === 'done') await act;
      else expect(await errorFrom(act)).toMatchObject({ code: 'MOVED', awsCode: again.moved });
      expect(scene.aws.calls(operation)).toHaveLength(2);
      expect(reached(scene)).toMatchObject(reaches);
    });

    it('a change by an adapter is made although AWS throttled it twice', async () => {
      const scene = alone(subject, [{ operation, error: 'ThrottlingException', times: 2 }], world);

      await scene.aws.finish(scene.adapter.act(scene.resource, effect));

      expect(scene.aws.calls(operation)).toHaveLength(3);
      expect(reached(scene)).toMatchObject(reaches);
    });

    it.each([
      ['THROTTLED', 'ThrottlingException', true, 3],
      ['UNAVAILABLE', 'ServiceUnavailable', true, 3],
      ['ACCESS_DENIED', 'AccessDeniedException', false, 1],
      ['INVALID', 'SomethingNobodyKnows', false, 1],
    ])('a change by an adapter fails as %s when AWS says %s', async (code, error, retryable, tries) => {
      const scene = alone(subject, [{ operation, error }], world);

      const thrown = await errorFrom(scene.aws.finish(scene.adapter.act(scene.resource, effect)));

      expect(thrown).toBeInstanceOf(OperationError);
      expect(thrown).toMatchObject({ code, awsCode: error, retryable });
      expect(thrown.message).toContain(error);
      expect(scene.aws.calls(operation)).toHaveLength(tries);
    });

    it('a change by an adapter fails when there is no such resource', async () => {
      const empty = simulatedCloud([]);
      const adapter = adapterOf(empty.services, subject.kind);

      const thrown = await errorFrom(empty.finish(adapter.act(oneOf(subject), effect)));

      expect(thrown).toBeInstanceOf(OperationError);
      expect(thrown).toMatchObject({ ...missing, retryable: false });
    });
  });

  const own = new Set(subject.changes.map(({ effect }) => effect.do));
  const foreign = Object.values(oneOfEach).filter((effect) => !own.has(effect.do));

  it.each(foreign)('an adapter takes $do for a bug, and calls nothing', async (effect) => {
    const { aws, resource, adapter } = alone(subject);

    const thrown = await errorFrom(adapter.act(resource, effect));

    expect(thrown).not.toBeInstanceOf(OperationError);
    expect(thrown.message).toBe(`${subject.kind} has no effect ${effect.do}`);
    expect(aws.calls()).toEqual([]);
  });
};

export const testService = <K extends Kind>(name: string, subject: Subject<K>): void => {
  describe(`the adapter of ${name}`, () => {
    observesMany(subject);
    readsFailures(subject);
    if (subject.apart) keepsBatchesApart(subject, subject.apart);
    makesChanges(subject);
  });
};
