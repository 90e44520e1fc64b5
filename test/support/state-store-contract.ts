// What every state store does, whatever it is made of. A fake that passes may be trusted.

import { describe, expect, it } from 'vitest';
import type { Expectation } from '#core/expectation.ts';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Lease } from '#core/run.ts';
import type { CacheMemory, ServiceMemory } from '#kinds/memory.ts';
import type { Slot, StateStore } from '#run/state/state-store.ts';

const now = Date.parse('2026-11-20T23:00:00Z');
const slot: Slot = { action: 'stop', scheduledTime: '2026-11-20T20:00:00-03:00' };
const lease = (run: string, until = now + 60_000): Lease => ({ run, action: 'stop', until });

const memory = (resource: string, more: Partial<ServiceMemory> = {}): ServiceMemory => ({
  kind: 'ecs-service',
  resource: resource as ResourceName,
  desired: 2,
  run: 'stop-1',
  ...more,
});

const report = (run: string, endedAt: string, more: Partial<Report> = {}): Report => ({
  kind: 'curfew-report',
  version: 1,
  run,
  environment: 'staging',
  action: 'stop',
  outcome: 'done',
  reason: 'everything was already down',
  requestedBy: 'schedule',
  startedAt: '2026-11-20T20:00:00-03:00',
  endedAt,
  seconds: 12.5,
  criticalPath: ['camunda-db'],
  criticalPathSeconds: 0,
  resources: [
    { resource: 'camunda-db', kind: 'rds-instance', stage: 1, outcome: 'skipped', reason: 'stopped already' },
  ],
  alarmsMuted: [],
  warnings: [],
  ...more,
});

const numbered = <T>(count: number, make: (number: string) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(String(index + 1).padStart(3, '0')));

const minutesLater = (number: string): string => new Date(now + Number(number) * 60_000).toISOString();

type Make = () => Promise<StateStore> | StateStore;

const slots = (make: Make) => {
  it('a state store grants a slot to the first run that claims it', async () => {
    const store = await make();
    expect(await store.claimSlot('staging', slot, 'first')).toBe('first');
    expect(await store.claimSlot('staging', slot, 'second')).toBe('first');
  });

  it('a state store grants a slot again to the run that has it', async () => {
    const store = await make();
    await store.claimSlot('staging', slot, 'first');
    expect(await store.claimSlot('staging', slot, 'first')).toBe('first');
  });

  it('a state store takes one instant for one slot, in whatever offset it is written', async () => {
    const store = await make();
    await store.claimSlot('staging', slot, 'first');
    expect(await store.claimSlot('staging', { ...slot, scheduledTime: '2026-11-20T23:00:00Z' }, 'second')).toBe(
      'first',
    );
  });

  it.each([
    ['environments', 'staging2', slot],
    ['actions', 'staging', { ...slot, action: 'start' as const }],
    ['times', 'staging', { ...slot, scheduledTime: '2026-11-21T20:00:00-03:00' }],
  ])('a state store keeps the slots of different %s apart', async (_, environment, other) => {
    const store = await make();
    await store.claimSlot('staging', slot, 'first');
    expect(await store.claimSlot(environment, other, 'second')).toBe('second');
  });

  it('a state store grants a slot to exactly one of many runs that claim it at once', async () => {
    const store = await make();
    const runs = numbered(10, (number) => `run-${number}`);
    const owners = await Promise.all(runs.map((run) => store.claimSlot('staging', slot, run)));
    expect(new Set(owners).size).toBe(1);
    expect(runs).toContain(owners[0]);
  });
};

const taking = (make: Make) => {
  it('a state store gives a free lease to whoever asks', async () => {
    const store = await make();
    expect(await store.readLease('staging')).toBeUndefined();
    expect(await store.acquireLease('staging', lease('stop-1'), now, false)).toEqual(lease('stop-1'));
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });

  it('a state store says who holds a lease, if anybody does', async () => {
    const store = await make();
    expect(await store.leaseHolder('staging')).toBeUndefined();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.leaseHolder('staging')).toEqual({ run: 'stop-1', until: lease('stop-1').until });
    await store.acquireLease('staging', lease('start-2'), now, true);
    expect(await store.leaseHolder('staging')).toEqual({ run: 'start-2', until: lease('start-2').until });
  });

  it('a state store keeps a held lease and names its holder', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.acquireLease('staging', lease('start-2'), now + 59_999, false)).toEqual(lease('stop-1'));
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });

  it('a state store gives an expired lease to whoever asks', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    const next = lease('start-2', now + 120_000);
    expect(await store.acquireLease('staging', next, now + 60_000, false)).toEqual(next);
    expect(await store.readLease('staging')).toEqual(next);
  });

  it('a state store gives a lease that would last longer than any does to whoever asks: a clock was wrong that wrote it', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1', now + 10 * 365 * 86_400_000), now, false);
    const next = lease('start-2', now + 60_000);
    expect(await store.acquireLease('staging', next, now, false)).toEqual(next);
    const deployment = { ...lease('deploy-3', now + 180 * 60_000), action: 'deploy' } as const;
    await store.acquireLease('staging', deployment, now + 60_000, false);
    expect(await store.acquireLease('staging', next, now + 60_000, true)).toEqual(deployment);
  });

  it('a state store gives the lease again to the run that holds it, until the later time', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    const again = lease('stop-1', now + 90_000);
    expect(await store.acquireLease('staging', again, now + 1_000, false)).toEqual(again);
    expect(await store.readLease('staging')).toEqual(again);
  });

  it('a state store takes a held lease over if the request supersedes', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.acquireLease('staging', lease('start-2'), now, true)).toEqual(lease('start-2'));
    expect(await store.renewLease('staging', 'stop-1', now + 90_000)).toBe(false);
    expect(await store.readLease('staging')).toEqual(lease('start-2'));
  });

  it('a state store never lets a run supersede a deployment, until that is over', async () => {
    const store = await make();
    const deployment: Lease = { run: 'deploy-1', action: 'deploy', until: now + 60_000 };
    await store.acquireLease('staging', deployment, now, false);

    expect(await store.acquireLease('staging', lease('start-2'), now, true)).toEqual(deployment);
    expect(await store.renewLease('staging', 'start-2', now + 90_000)).toBe(false);
    expect(await store.acquireLease('staging', deployment, now, true)).toEqual(deployment);
    const next = lease('start-2', now + 180_000);
    expect(await store.acquireLease('staging', next, now + 60_000, true)).toEqual(next);
  });

  it('a state store gives the lease to exactly one of many runs that ask at once', async () => {
    const store = await make();
    const runs = numbered(10, (number) => `run-${number}`);
    const standing = await Promise.all(runs.map((run) => store.acquireLease('staging', lease(run), now, false)));
    expect(new Set(standing.map(({ run }) => run)).size).toBe(1);
    expect(await store.readLease('staging')).toEqual(standing[0]);
  });

  it('a state store keeps the leases of different environments apart', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.acquireLease('staging2', lease('stop-2'), now, false)).toEqual(lease('stop-2'));
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });
};

const holding = (make: Make) => {
  it('a state store prolongs the lease of its holder, also when asked twice', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.renewLease('staging', 'stop-1', now + 90_000)).toBe(true);
    expect(await store.renewLease('staging', 'stop-1', now + 90_000)).toBe(true);
    expect(await store.readLease('staging')).toEqual(lease('stop-1', now + 90_000));
  });

  it('a state store does not prolong the lease of another run', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    expect(await store.renewLease('staging', 'start-2', now + 90_000)).toBe(false);
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });

  it('a state store does not create a lease by prolonging it', async () => {
    const store = await make();
    expect(await store.renewLease('staging', 'stop-1', now + 90_000)).toBe(false);
    expect(await store.readLease('staging')).toBeUndefined();
  });

  it('a state store takes the lease back from its holder, also when given back twice', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    await store.releaseLease('staging', 'stop-1');
    await store.releaseLease('staging', 'stop-1');
    expect(await store.readLease('staging')).toBeUndefined();
    expect(await store.acquireLease('staging', lease('start-2'), now, false)).toEqual(lease('start-2'));
  });

  it('a state store leaves the lease of another run alone when one is given back', async () => {
    const store = await make();
    await store.acquireLease('staging', lease('stop-1'), now, false);
    await store.releaseLease('staging', 'start-2');
    expect(await store.readLease('staging')).toEqual(lease('stop-1'));
  });
};

const memories = (make: Make) => {
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

const reports = (make: Make) => {
  it('a state store gives a report back as it was saved, once, however often it is saved', async () => {
    const store = await make();
    const saved = report('stop-1', '2026-11-20T20:12:00-03:00', { why: 'release', scheduledTime: slot.scheduledTime });
    await store.saveReport(saved);
    await store.saveReport(saved);
    expect(await store.reports('staging', 10)).toEqual([saved]);
  });

  it('a state store never changes a report that was saved', async () => {
    const store = await make();
    await store.saveReport(report('stop-1', minutesLater('1')));
    await store.saveReport(report('stop-1', minutesLater('1'), { outcome: 'stale' }));
    expect(await store.reports('staging', 10)).toMatchObject([{ outcome: 'done' }]);
  });

  it('a state store lists the newest report first, judged by the instant and not by its spelling', async () => {
    const store = await make();
    await store.saveReport(report('second', '2026-11-20T20:30:00-03:00'));
    await store.saveReport(report('first', '2026-11-20T23:15:00Z'));
    await store.saveReport(report('third', '2026-11-21T00:45:00+01:00'));
    expect((await store.reports('staging', 10)).map(({ run }) => run)).toEqual(['third', 'second', 'first']);
  });

  it('a state store keeps the reports of two runs that ended at once, and of one run that reported twice', async () => {
    const store = await make();
    const at = '2026-11-20T23:15:00Z';
    await store.saveReport(report('stop-1', at));
    await store.saveReport(report('start-2', at));
    await store.saveReport(report('stop-1', '2026-11-20T23:20:00Z', { outcome: 'stale' }));
    expect(await store.reports('staging', 10)).toHaveLength(3);
  });

  it.each([1, 25, 26, 60, 61, 100])('a state store lists at most %i of many reports, newest first', async (limit) => {
    const store = await make();
    const all = numbered(61, (number) => report(`run-${number}`, minutesLater(number)));
    for (const one of all) await store.saveReport(one);
    expect(await store.reports('staging', limit)).toEqual(all.toReversed().slice(0, limit));
  });

  it('a state store lists no reports if none are wanted, and none of another environment', async () => {
    const store = await make();
    await store.saveReport(report('stop-1', minutesLater('1')));
    await store.saveReport(report('stop-2', minutesLater('2'), { environment: 'staging2' }));
    expect(await store.reports('staging', 0)).toEqual([]);
    expect((await store.reports('staging', 10)).map(({ run }) => run)).toEqual(['stop-1']);
    expect(await store.reports('prod', 10)).toEqual([]);
  });
};

const exceptions = (make: Make) => {
  const override = (id: string, more: Partial<Override> = {}): Override => ({
    id,
    hold: 'up',
    from: now,
    until: now + 60_000,
    by: 'ana',
    why: 'release',
    ...more,
  });

  it('a state store keeps overrides, changes them by their id, and lists none of another environment', async () => {
    const store = await make();
    await store.saveOverride('staging', override('a'));
    await store.saveOverride('staging', override('b', { hold: 'down' }));
    await store.saveOverride('staging2', override('c'));
    await store.saveOverride('staging', override('a', { until: now + 1 }));
    expect(await store.overrides('staging')).toEqual([
      override('a', { until: now + 1 }),
      override('b', { hold: 'down' }),
    ]);
  });

  it('a state store keeps silences, changes them by their id, and lists none of another environment', async () => {
    const store = await make();
    const silence = (id: string, until = now + 60_000) => ({
      id,
      pattern: '*-cpu',
      from: now,
      until,
      by: 'ana',
      why: 'test',
    });
    await store.saveSilence('staging', silence('a'));
    await store.saveSilence('staging', silence('b'));
    await store.saveSilence('staging2', silence('c'));
    await store.saveSilence('staging', silence('a', now + 1));

    expect(await store.silences('staging')).toEqual([silence('a', now + 1), silence('b')]);
  });

  it('a state store knows what was said, per environment', async () => {
    const store = await make();
    expect(await store.wasNoted('staging', 'late@1')).toBe(false);
    await store.note('staging', 'late@1', now);
    await store.note('staging', 'late@1', now);
    expect(await store.wasNoted('staging', 'late@1')).toBe(true);
    expect(await store.wasNoted('staging', 'late@2')).toBe(false);
    expect(await store.wasNoted('staging2', 'late@1')).toBe(false);
  });

  it('a state store knows when it was said last', async () => {
    const store = await make();
    expect(await store.notedAt('staging', 'hindered')).toBeUndefined();
    await store.note('staging', 'hindered', now);
    await store.note('staging', 'hindered', now + 1_000);
    expect(await store.notedAt('staging', 'hindered')).toBe(now + 1_000);
  });

  it('a state store keeps the last of what lasts, by environment', async () => {
    const store = await make();
    expect(await store.lasting('staging')).toBeUndefined();
    await store.noteLasting('staging', { since: 1, resources: { db: 'lasting' } }, now);
    await store.noteLasting('staging', { since: 2, resources: { db: 7, app: 'lasting' } }, now);
    expect(await store.lasting('staging')).toEqual({ since: 2, resources: { db: 7, app: 'lasting' } });
    expect(await store.lasting('staging2')).toBeUndefined();
  });

  it('a state store keeps keys apart that are longer than a table takes', async () => {
    const store = await make();
    const key = `drift@1@${'a-service-with-a-name, '.repeat(70)}`;
    await store.note('staging', `${key}one`, now);
    expect(await store.wasNoted('staging', `${key}one`)).toBe(true);
    expect(await store.wasNoted('staging', `${key}two`)).toBe(false);
  });
};

const expectations = (make: Make) => {
  const expectation = (run: string, more: Partial<Expectation> = {}): Expectation => ({
    run,
    reason: 'stopped by the schedule',
    from: '2026-11-20T23:00:00Z',
    until: '2026-11-21T11:30:00Z',
    alarms: ['scoring-running-tasks'],
    identities: ['poc-atlas-dev/poc-atlas-dev-scoring'],
    ...more,
  });
  const alarm = (id: string, what = 'scoring-running-tasks') => ({ id, what, at: '2026-11-21T01:00:00Z' });

  it('a state store keeps expectations of more names than an item of a table takes, and changes them whole', async () => {
    const store = await make();
    const names = (count: number) => Array.from({ length: count }, (_, index) => `${index}-`.padEnd(255, 'ä'));
    const large = expectation('large', { alarms: names(2_000), identities: names(500) });
    await store.expect('staging', expectation('small'));
    await store.expect('staging', large);
    expect((await store.expectations('staging')).find(({ run }) => run === 'large')).toEqual(large);
    const shorter = { ...large, alarms: names(3), until: '2026-11-20T23:30:00Z' };
    await store.expect('staging', shorter);
    const all = await store.expectations('staging');
    expect(all).toHaveLength(2);
    expect(all.find(({ run }) => run === 'large')).toEqual(shorter);
  });

  it('a state store keeps one expectation per run, in the order in which they begin, and none of another environment', async () => {
    const store = await make();
    await store.expect('staging', expectation('stop-2', { from: '2026-11-21T23:00:00Z' }));
    await store.expect('staging', expectation('stop-1'));
    await store.expect('staging2', expectation('stop-3'));
    await store.expect('staging', expectation('stop-1', { until: '2026-11-21T09:00:00Z' }));
    expect(await store.expectations('staging')).toEqual([
      expectation('stop-1', { until: '2026-11-21T09:00:00Z' }),
      expectation('stop-2', { from: '2026-11-21T23:00:00Z' }),
    ]);
  });

  it('a state store counts what was expected by name, the same delivery once', async () => {
    const store = await make();
    for (const id of ['a', 'b', 'a']) await store.countExpected('staging', 'stop-1', alarm(id));
    await store.countExpected('staging', 'stop-1', alarm('c', 'camunda-cpu'));
    await store.countExpected('staging', 'stop-2', alarm('d'));
    await store.countExpected('staging2', 'stop-1', alarm('e'));
    expect(await store.expected('staging', 'stop-1')).toEqual([
      { what: 'camunda-cpu', times: 1 },
      { what: 'scoring-running-tasks', times: 2 },
    ]);
    expect(await store.expected('staging', 'stop-3')).toEqual([]);
  });
};

export const testStateStore = (name: string, make: Make): void => {
  describe(`a state store in ${name}`, () => {
    slots(make);
    taking(make);
    holding(make);
    memories(make);
    exceptions(make);
    expectations(make);
    reports(make);
  });
};
