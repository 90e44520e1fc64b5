import { expect, it } from 'vitest';
import { services } from '#kinds/adapters.ts';
import type { Kind, ResourceOf } from '#kinds/resource.ts';
import { errorFrom, simulatedCloud } from './cloud.ts';
import { adapterOf, alone, countCalls, oneOf, type Subject } from './service-subject.ts';

export const observesMany = <K extends Kind>(subject: Subject<K>): void => {
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

export const readsFailures = <K extends Kind>(subject: Subject<K>): void => {
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

export const keepsBatchesApart = <K extends Kind>(subject: Subject<K>, apart: ResourceOf<K>): void => {
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
