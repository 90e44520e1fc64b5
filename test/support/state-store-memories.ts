import { expect, it } from 'vitest';
import type { ResourceName } from '#core/resource.ts';
import type { CacheMemory, ServiceMemory } from '#kinds/memory.ts';
import { type Make, numbered } from './state-store-samples.ts';

const memory = (resource: string, more: Partial<ServiceMemory> = {}): ServiceMemory => ({
  kind: 'ecs-service',
  resource: resource as ResourceName,
  desired: 2,
  run: 'stop-1',
  ...more,
});

export const memories = (make: Make) => {
  const suspended = { dynamicScalingIn: true, dynamicScalingOut: false, scheduledScaling: true };

  it('a state store remembers what it is given, with and without scaling', async () => {
    const store = await make();
    const scoring = memory('scoring', { desired: 0, scaling: { min: 2, max: 6, suspended } });
    expect(await store.remember('staging', scoring)).toEqual(scoring);
    await store.remember('staging', memory('camunda'));
    expect(await store.memories('staging')).toEqual([memory('camunda'), scoring]);
  });

  it('a state store never overwrites a count, and answers with the one that stands', async () => {
    const store = await make();
    await store.remember('staging', memory('scoring', { desired: 4 }));
    const later = memory('scoring', { desired: 0, run: 'stop-2' });
    expect(await store.remember('staging', later)).toEqual(memory('scoring', { desired: 4 }));
    expect(await store.remember('staging', memory('scoring', { desired: 0 }))).toMatchObject({ desired: 4 });
    expect(await store.memories('staging')).toEqual([memory('scoring', { desired: 4 })]);
  });

  it('a state store lets a remembered zero give way to whatever comes next', async () => {
    const store = await make();
    await store.remember('staging', memory('scoring', { desired: 0 }));
    expect(await store.remember('staging', memory('scoring', { desired: 3 }))).toMatchObject({ desired: 3 });
    expect(await store.remember('staging', memory('scoring', { desired: 0 }))).toMatchObject({ desired: 3 });
  });

  it('a state store adds how a service scales to a count that was remembered without it, and never changes either again', async () => {
    const store = await make();
    const scaling = (max: number) => ({
      min: 1,
      max,
      suspended: { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: false },
    });
    await store.remember('staging', memory('plain', { desired: 4 }));

    const other = memory('plain', { desired: 5, scaling: scaling(6) });
    expect(await store.remember('staging', other)).toMatchObject({ desired: 4 });
    const added = memory('plain', { desired: 4, scaling: scaling(6) });
    expect(await store.remember('staging', added)).toEqual(added);
    expect(await store.remember('staging', memory('plain', { desired: 4, scaling: scaling(9) }))).toEqual(added);
    expect(await store.memories('staging')).toEqual([added]);
  });

  it('a state store keeps who took down what has no count, and lets only what was given back give way', async () => {
    const store = await make();
    const by = (downBy: 'curfew' | 'somebody', run: string) =>
      ({ kind: 'rds-instance', resource: 'db' as ResourceName, run, downBy, aws: 'atlas-db' }) as const;
    expect(await store.remember('staging', by('somebody', 'stop-1'))).toEqual(by('somebody', 'stop-1'));
    expect(await store.remember('staging', by('curfew', 'stop-2'))).toEqual(by('somebody', 'stop-1'));

    await store.giveBack('staging', 'db' as ResourceName, 'stop-1');
    expect(await store.remember('staging', by('curfew', 'stop-2'))).toEqual(by('curfew', 'stop-2'));
    expect(await store.memories('staging')).toEqual([by('curfew', 'stop-2')]);
  });

  it('a state store lets what was given back give way to what is found next, which nothing overwrites again', async () => {
    const store = await make();
    await store.remember('staging', memory('scoring', { desired: 4 }));
    await store.giveBack('staging', 'scoring' as ResourceName, memory('scoring').run);
    expect(await store.memories('staging')).toEqual([memory('scoring', { desired: 4, givenBack: true })]);

    const found = memory('scoring', { desired: 6, run: 'stop-2' });
    expect(await store.remember('staging', found)).toEqual(found);
    expect(await store.remember('staging', memory('scoring', { desired: 9 }))).toEqual(found);
    expect(await store.memories('staging')).toEqual([found]);
  });

  it('a state store gives back only what the named run remembered, and makes nothing up', async () => {
    const store = await make();
    await store.remember('staging', memory('scoring', { desired: 4 }));
    await store.giveBack('staging', 'scoring' as ResourceName, 'another-run');
    await store.giveBack('staging', 'camunda' as ResourceName, memory('scoring').run);
    expect(await store.memories('staging')).toEqual([memory('scoring', { desired: 4 })]);
  });

  it('a state store never overwrites what it knows about a cache, not even by a count', async () => {
    const store = await make();
    const cache: CacheMemory = {
      kind: 'elasticache-replication-group',
      resource: 'cache' as ResourceName,
      replicas: 2,
      multiAz: true,
      automaticFailover: true,
      run: 'stop-1',
    };
    await store.remember('staging', cache);
    expect(await store.remember('staging', { ...cache, replicas: 0, run: 'stop-2' })).toEqual(cache);
    expect(await store.remember('staging', memory('cache'))).toEqual(cache);
    expect(await store.memories('staging')).toEqual([cache]);
  });

  it('a state store remembers anew what was forgotten', async () => {
    const store = await make();
    await store.remember('staging', memory('scoring', { desired: 4 }));
    await store.forget('staging', 'scoring' as ResourceName, memory('scoring').run);
    expect(await store.memories('staging')).toEqual([]);
    await store.remember('staging', memory('scoring', { desired: 5 }));
    expect(await store.memories('staging')).toEqual([memory('scoring', { desired: 5 })]);
  });

  it('a state store forgets what it never knew without complaint, and nothing else', async () => {
    const store = await make();
    await store.remember('staging', memory('scoring'));
    await store.forget('staging', 'scoring-api' as ResourceName, memory('scoring').run);
    await store.forget('staging2', 'scoring' as ResourceName, memory('scoring').run);
    expect(await store.memories('staging')).toEqual([memory('scoring')]);
  });

  it('a state store does not forget what another run has remembered since', async () => {
    const store = await make();
    await store.remember('staging', memory('scoring', { run: 'stop-2' }));
    await store.forget('staging', 'scoring' as ResourceName, 'stop-1');
    expect(await store.memories('staging')).toEqual([memory('scoring', { run: 'stop-2' })]);
  });

  it('a state store lists all of many memories, and none of another environment', async () => {
    const store = await make();
    const all = numbered(61, (number) => memory(`service-${number}`));
    for (const one of all) await store.remember('staging', one);
    await store.remember('staging2', memory('elsewhere'));
    expect(await store.memories('staging')).toEqual(all);
    expect(await store.memories('prod')).toEqual([]);
  });

  it('a state store does not share what it stores with those who gave or read it', async () => {
    const store = await make();
    const given = { ...memory('scoring'), scaling: { min: 2, max: 6, suspended: { ...suspended } } };
    await store.remember('staging', given);
    given.scaling.max = 99;
    const [read] = await store.memories('staging');
    Object.assign(read ?? {}, { desired: 99 });
    expect(await store.memories('staging')).toMatchObject([{ desired: 2, scaling: { max: 6 } }]);
  });
};
