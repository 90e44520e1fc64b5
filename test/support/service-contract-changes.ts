import { describe, expect, it } from 'vitest';
import { OperationError } from '#core/errors.ts';
import type { AwsEffect } from '#kinds/effect.ts';
import type { Kind } from '#kinds/resource.ts';
import { errorFrom, simulatedCloud } from './cloud.ts';
import { adapterOf, alone, countCalls, oneOf, type Subject } from './service-subject.ts';

/** Of every kind: what one adapter does, another takes for a bug. */
const effects: readonly AwsEffect[] = [
  { do: 'start-instance' },
  { do: 'stop-instance' },
  { do: 'start-cluster' },
  { do: 'stop-cluster' },
  { do: 'start' },
  { do: 'stop' },
  { do: 'set-desired-count', desired: 1 },
  {
    do: 'set-scaling',
    suspended: { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScaling: true },
  },
  { do: 'set-failover', multiAz: false, automaticFailover: false },
  { do: 'add-replicas', replicas: 1 },
  { do: 'remove-replicas', replicas: 0 },
  { do: 'pause-connector', arn: 'arn:aws:kafkaconnect:connector/any/1' },
  { do: 'resume-connector', arn: 'arn:aws:kafkaconnect:connector/any/1' },
];

const hoursMs = 12 * 3_600_000;

export const makesChanges = <K extends Kind>(subject: Subject<K>): void => {
  describe.each(subject.changes)(
    'its $effect.do',
    ({ effect, world = {}, operation, readsFirst = [], readsAfter = [], reaches, again, missing }) => {
      const reached = ({ aws, resource }: ReturnType<typeof alone<K>>) => {
        aws.pass(hoursMs);
        return aws.state()[resource.name];
      };

      it('a change by an adapter is made with one call', async () => {
        const scene = alone(subject, [], world);

        await scene.aws.finish(scene.adapter.act(scene.resource, effect));

        const reads = Object.fromEntries([...readsFirst, ...readsAfter].map((read) => [read, 1]));
        expect(countCalls(scene.aws)).toEqual({ ...reads, [operation]: 1 });
        expect(scene.aws.calls().at(-1 - readsAfter.length)).toMatchObject({
          resource: scene.resource.name,
          mutating: true,
        });
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
    },
  );

  const own = new Set(subject.changes.map(({ effect }) => effect.do));
  const foreign = effects.filter((effect) => !own.has(effect.do));

  it.each(foreign)('an adapter takes $do for a bug, and calls nothing', async (effect) => {
    const { aws, resource, adapter } = alone(subject);

    const thrown = await errorFrom(adapter.act(resource, effect));

    expect(thrown).not.toBeInstanceOf(OperationError);
    expect(thrown.message).toBe(`${subject.kind} has no effect ${effect.do}`);
    expect(aws.calls()).toEqual([]);
  });
};
