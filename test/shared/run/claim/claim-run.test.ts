import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import { OperationError } from '#core/errors.ts';
import type { Report } from '#core/report.ts';
import type { RunRequest } from '#core/run.ts';
import { fixedDefinitions } from '#definition/versions/definitions.ts';
import { claimRun } from '#run/claim/claim-run.ts';
import { identify } from '#run/claim/identify.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const slot = '2026-11-20T23:00:00.000Z';

const world = (broken: Partial<Dependencies> = {}) => {
  const state = memoryStateStore();
  let now = Date.parse(slot);
  let ids = 0;
  const deps = {
    definition: definitionOf,
    state,
    isEnabled: async () => true,
    runtime: { now: () => new Date(now), random: () => 0, newId: (prefix: string) => `${prefix}${++ids}` },
    ...broken,
  } as unknown as Dependencies;
  const workflow = (journal = memoryJournal()) =>
    localWorkflow({ journal, log: { info: () => {}, warn: () => {} }, nowMs: () => now, sleepUntil: async () => {} });
  const claim = async (action: Action, facts: Partial<RunRequest> = {}, journal = memoryJournal()) => {
    const request = { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false, ...facts };
    const running = workflow(journal);
    const definitions = fixedDefinitions(definitionOf);
    const identity = await identify(running, action, request, { ...deps, definitions });
    return claimRun(running, action, request, identity, deps);
  };
  const later = (seconds: number): void => {
    now += seconds * 1_000;
  };
  return { state, claim, later };
};

describe('a claim', () => {
  it('a claim of a scheduled run is named by its slot and holds the lease', async () => {
    const { state, claim } = world();

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({
      granted: true,
      run: 'staging-stop-20261120T230000Z',
    });
    expect(await state.readLease('staging')).toMatchObject({ run: 'staging-stop-20261120T230000Z', action: 'stop' });
  });

  it('a claim that supersedes nobody takes the lease without asking for it before', async () => {
    const state = memoryStateStore();
    const readLease = () => Promise.reject(new Error('asked'));
    const { claim } = world({ state: { ...state, readLease } });

    expect((await claim('stop')).granted).toBe(true);
    expect((await claim('start')).granted).toBe(false);
  });

  it('a claim by hand has a name of its own each time', async () => {
    const { claim, later } = world();
    const first = await claim('stop');
    later(3_600);

    expect([first.run, (await claim('stop')).run]).toEqual([
      'staging-stop-20261120T230000Z-run1',
      'staging-stop-20261121T000000Z-run2',
    ]);
  });

  it('a claim is two steps, which a trace names', async () => {
    const { claim } = world();
    const steps: string[] = [];
    const journal = memoryJournal();
    const set: typeof journal.set = (key, entry) => {
      steps.push(key);
      journal.set(key, entry);
    };
    await claim('stop', {}, { get: journal.get, set });

    expect(steps).toEqual(['1 identify', '2 claim']);
  });

  it('a claim of a slot that was delivered before is a duplicate, at the same instant or later', async () => {
    const { claim, later } = world();
    await claim('stop', { scheduledTime: slot });

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({
      granted: false,
      outcome: 'duplicate',
      reason: 'this slot was already delivered; the first delivery handles it',
    });
    later(30);
    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({ granted: false, outcome: 'duplicate' });
  });

  it('a claim that is repeated after a crash recognises itself', async () => {
    const { claim } = world();
    const journal = memoryJournal();
    await claim('stop', { scheduledTime: slot }, journal);
    const forgetful = {
      get: (key: string) => (key.endsWith('claim') ? undefined : journal.get(key)),
      set: journal.set,
    };

    expect(await claim('stop', { scheduledTime: slot }, forgetful)).toMatchObject({ granted: true });
  });

  it('a claim is refused while another run changes the environment, and names it', async () => {
    const { claim, later } = world();
    await claim('stop', { scheduledTime: slot });
    later(42);

    expect(await claim('start')).toMatchObject({
      granted: false,
      outcome: 'refused',
      reason:
        'staging-stop-20261120T230000Z is changing staging (stop); nothing was changed. ' +
        'Its last sign of life is 42 s old; its lease ends at 2026-11-20T20:10:00-03:00 unless it is renewed. ' +
        'If its process is dead: curfew start staging --supersede',
    });
  });

  it('a claim takes over when it is told to, and says from whom', async () => {
    const { state, claim } = world();
    await claim('stop', { scheduledTime: slot });
    const start = await claim('start', { supersede: true });

    expect(start).toMatchObject({ granted: true, superseded: 'staging-stop-20261120T230000Z' });
    expect(await state.readLease('staging')).toMatchObject({
      run: start.run,
      superseded: 'staging-stop-20261120T230000Z',
    });
  });

  it('a claim that took over from nobody says so in its lease by leaving it out', async () => {
    const leases: object[] = [];
    const state = memoryStateStore();
    const { claim } = world({
      state: {
        ...state,
        acquireLease: (environment, lease, ...rest) => {
          leases.push(lease);
          return state.acquireLease(environment, lease, ...rest);
        },
      },
    });
    await claim('stop');

    expect(leases).toHaveLength(1);
    expect(leases[0]).not.toHaveProperty('superseded');
  });

  it('a claim that is repeated after a crash still knows whom it took over from, and that it has to wait for reads', async () => {
    const { claim } = world();
    const first = await claim('stop');
    const journal = memoryJournal();
    const forgetful = {
      get: (key: string) => (key.endsWith('claim') ? undefined : journal.get(key)),
      set: journal.set,
    };
    await claim('start', { supersede: true }, journal);

    expect(await claim('start', { supersede: true }, forgetful)).toMatchObject({
      granted: true,
      superseded: first.run,
    });
  });

  it('a claim says in the lease who asked, and since when', async () => {
    const { state, claim } = world();
    await claim('stop');

    expect(await state.readLease('staging')).toMatchObject({ requestedBy: 'ana', since: Date.parse(slot) });
  });

  it('a claim of a slot is skipped when a person asked for the opposite since', async () => {
    const { state, claim, later } = world();
    later(240);
    const report = {
      environment: 'staging',
      run: 'r',
      action: 'start',
      outcome: 'done',
      requestedBy: 'ana',
      resources: [],
    };
    const at = new Date(Date.parse(slot) + 240_000).toISOString();
    await state.saveReport({ ...report, startedAt: at, endedAt: at } as unknown as Report);
    later(480);

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({
      outcome: 'skipped',
      reason: 'start by ana, which is newer than this slot; nothing was changed',
    });
  });

  it('a claim gets a lease that a dead run left, once that has expired after ten minutes', async () => {
    const { claim, later } = world();
    await claim('stop', { scheduledTime: slot });
    later(599);
    expect(await claim('start')).toMatchObject({ outcome: 'refused' });
    later(2);
    const start = await claim('start');

    expect(start).toMatchObject({ granted: true });
    expect(start).not.toHaveProperty('superseded');
  });

  it('a claim that is too late is stale and takes no lease', async () => {
    const { state, claim, later } = world();
    later(4 * 3_600);

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({ granted: false, outcome: 'stale' });
    expect(await state.readLease('staging')).toBeUndefined();
  });

  it('a claim of a dry run is granted and writes nothing', async () => {
    const { state, claim } = world();

    expect(await claim('stop', { scheduledTime: slot, dryRun: true })).toMatchObject({ granted: true });
    expect(await state.readLease('staging')).toBeUndefined();
    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({ granted: true });
  });

  it('a claim is refused while a deployment has the lease, also when it would take over from a run', async () => {
    const { state, claim } = world();
    const until = Date.parse(slot) + 600_000;
    await state.acquireLease('staging', { run: 'deploy-1 (ana)', action: 'deploy', until }, Date.parse(slot), false);

    for (const supersede of [false, true])
      expect(await claim('stop', { supersede })).toMatchObject({
        granted: false,
        outcome: 'refused',
        reason:
          'deploy-1 (ana) is deploying to staging until 2026-11-20T20:10:00-03:00 at the latest; nothing was changed. ' +
          'If the deployment is dead: curfew deploy-guard staging --release',
      });
  });
});

describe('a claim that cannot be judged', () => {
  const denied = new OperationError('ACCESS_DENIED', '/curfew/staging/enabled: ssm:GetParameter is missing');

  it('a claim that cannot be judged fails at once when it would fail again, and says what is missing', async () => {
    let asked = 0;
    const isEnabled = async (): Promise<boolean> => {
      asked++;
      throw denied;
    };
    const { state, claim } = world({ isEnabled });

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({
      granted: false,
      outcome: 'failed',
      reason: 'nothing was changed: /curfew/staging/enabled: ssm:GetParameter is missing',
    });
    expect(asked).toBe(1);
    expect(await state.readLease('staging')).toBeUndefined();
  });

  it('a claim that cannot be judged is no concern of a person, whom the switch does not bind', async () => {
    const { claim } = world({
      isEnabled: async () => {
        throw denied;
      },
    });

    expect(await claim('stop')).toMatchObject({ granted: true });
  });

  it('a claim that cannot be judged is tried again while that may help, and fails in the end', async () => {
    let asked = 0;
    const { claim } = world({
      isEnabled: async () => {
        asked++;
        throw new OperationError('THROTTLED', 'slow down');
      },
    });

    expect(await claim('stop', { scheduledTime: slot })).toMatchObject({ outcome: 'failed' });
    expect(asked).toBe(8);
  });
});
