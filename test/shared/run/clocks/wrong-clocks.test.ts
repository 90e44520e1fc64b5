// A machine whose clock is wrong by years works on the same table as one whose clock is right: the right one is never locked out, and
// what is due stays what people and the schedule say.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '#core/report.ts';
import { leaseMsMax, type RunRequest } from '#core/run.ts';
import { wantedState } from '#definition/schedule/wanted-state.ts';
import { fixedDefinitions } from '#definition/versions/definitions.ts';
import { claimRun } from '#run/claim/claim-run.ts';
import { identify } from '#run/claim/identify.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { beginDeployment, releaseDeployment } from '#run/deployment/hold-deployment.ts';
import { localWorkflow, memoryJournal } from '#run/engine/local.ts';
import { hold } from '#run/overrides/hold.ts';
import { definitionOf } from '#test/support/fixture-definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const slot = '2026-11-20T23:00:00.000Z';
const minute = 60_000;
const year = 365 * 24 * 60 * minute;

/** Machines at one table, each with a clock of its own. */
const machines = () => {
  const state = memoryStateStore();
  let now = Date.parse(slot);
  let ids = 0;
  const machine = (aheadMs: number) => {
    const nowMs = () => now + aheadMs;
    const runtime = { now: () => new Date(nowMs()), random: () => 0, newId: () => `id${++ids}` };
    const deps = { definition: definitionOf, state, isEnabled: async () => true, runtime } as unknown as Dependencies;
    const workflow = () =>
      localWorkflow({
        ...{ journal: memoryJournal(), log: { info: () => {}, warn: () => {} }, nowMs },
        sleepUntil: async () => {},
      });
    const claim = async (action: 'start' | 'stop', facts: Partial<RunRequest> = {}) => {
      const request = { environment: 'staging', requestedBy: 'ana', supersede: false, dryRun: false, ...facts };
      const running = workflow();
      const definitions = fixedDefinitions(definitionOf);
      return claimRun(
        running,
        action,
        request,
        await identify(running, action, request, { runtime, definitions }),
        deps,
      );
    };
    return { claim, deps, nowMs };
  };
  return {
    state,
    machine,
    pass: (ms: number): void => {
      now += ms;
    },
  };
};

const years = fc.integer({ min: 1, max: 50 }).chain((count) => fc.constantFrom(count * year, -count * year));
const deeds = fc.array(
  fc.record({
    deed: fc.constantFrom('stop', 'start', 'take over', 'deploy', 'hold', 'report' as const),
    minutes: fc.nat(120),
  }),
  { maxLength: 8 },
);

const reportBy = (ms: number): Report => ({
  ...{ kind: 'curfew-report', version: 1, run: `run-${ms}`, environment: 'staging', action: 'start', outcome: 'done' },
  ...{ reason: '', requestedBy: 'ana', startedAt: new Date(ms).toISOString(), endedAt: new Date(ms).toISOString() },
  ...{ seconds: 1, criticalPath: [], criticalPathSeconds: 1, resources: [], alarmsMuted: [], warnings: [] },
});

describe('a machine whose clock is wrong by years', () => {
  it('a machine whose clock is wrong by years locks nobody out for longer than the longest lease, whatever it does', () =>
    fc.assert(
      fc.asyncProperty(years, deeds, async (aheadMs, all) => {
        const { machine, state, pass } = machines();
        const wrong = machine(aheadMs);
        for (const { deed, minutes } of all) {
          pass(minutes * minute);
          const { deps } = wrong;
          if (deed === 'stop' || deed === 'start') await wrong.claim(deed);
          if (deed === 'take over') await wrong.claim('stop', { supersede: true });
          if (deed === 'deploy') await beginDeployment('staging', { by: 'ci', minutes: 180 }, deps);
          const held = { hold: 'up', until: wrong.nowMs() + 60 * minute, by: 'bob', why: 'test' } as const;
          if (deed === 'hold') await hold('staging', held, deps);
          if (deed === 'report') await state.saveReport(reportBy(wrong.nowMs()));
        }
        pass(leaseMsMax + 11 * minute);
        expect(await machine(0).claim('stop')).toMatchObject({ granted: true });
      }),
      { numRuns: 60 },
    ));

  it.each([10 * year, -10 * year])('a machine whose clock is %i ms off is never the newest word', async (aheadMs) => {
    const { machine, state, pass } = machines();
    const wrong = machine(aheadMs);
    await state.saveReport(reportBy(wrong.nowMs()));
    pass(5 * minute);
    const nowMs = machine(0).nowMs();
    const wanted = wantedState(definitionOf('staging'), [], await state.reports('staging', 10), nowMs);
    expect(wanted).toMatchObject({ state: 'down', because: 'slot' });
  });
});

describe('a lease that a person wants back', () => {
  it.each(['start', 'stop'] as const)(
    'the lease of a %s is taken by whoever supersedes, whatever its clock said',
    async (action) => {
      const { machine } = machines();
      await machine(0).claim(action);
      expect(await machine(0).claim('stop', { supersede: true })).toMatchObject({ granted: true });
      await machine(2 * 60 * minute).claim('start', { supersede: true });
      expect(await machine(0).claim('stop', { supersede: true })).toMatchObject({ granted: true });
    },
  );

  it('the lease of a deployment is given back by its release, and that of a run is not', async () => {
    const { machine, state } = machines();
    const { claim, deps } = machine(0);
    await beginDeployment('staging', { by: 'ci', minutes: 180 }, deps);
    expect(await claim('stop', { supersede: true })).toMatchObject({
      granted: false,
      reason: expect.stringContaining('curfew deploy-guard staging --release'),
    });
    expect(await releaseDeployment('staging', deps)).toMatchObject({ action: 'deploy' });
    expect(await claim('stop')).toMatchObject({ granted: true });
    expect(await releaseDeployment('staging', deps)).toBeUndefined();
    expect(await state.readLease('staging')).toBeDefined();
  });
});

describe('a slot', () => {
  it('a slot that is still to come is not taken in advance, so that a hold made until then counts', async () => {
    const { machine, pass } = machines();
    const { claim, deps, nowMs } = machine(0);
    const scheduledTime = new Date(nowMs() + 24 * 60 * minute).toISOString();
    expect(await claim('stop', { scheduledTime })).toMatchObject({ granted: false, outcome: 'skipped' });
    await hold('staging', { hold: 'up', until: nowMs() + 30 * 60 * minute, by: 'bob', why: 'demo' }, deps);
    pass(24 * 60 * minute);
    const reason = expect.stringContaining('held up by bob');
    expect(await claim('stop', { scheduledTime })).toMatchObject({ granted: false, outcome: 'skipped', reason });
  });

  it('a slot is taken by a clock that is a little behind', async () => {
    const { machine } = machines();
    expect(await machine(-5 * minute).claim('stop', { scheduledTime: slot })).toMatchObject({ granted: true });
  });
});
