// The production flow on the durable engine, replayed at every suspension and killed at every checkpoint, against the
// same flow on the local engine.
import { describe, expect, it } from 'vitest';
import type { Action } from '#core/action.ts';
import type { Report } from '#core/report.ts';
import { operation } from '#functions/operation.ts';
import { durableHandler } from '#run/engine/durable.ts';
import { limits } from '#run/limits.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { type Simulation, simulation } from '#sim/simulation.ts';
import { type Ended, runOnJournal } from '#test/support/journal-engine.ts';
import { quickSuspensions } from '#test/support/quick-suspensions.ts';
import { smallNight } from '#test/support/small-night.ts';

quickSuspensions();

const run = async (
  { clock, dependencies }: Simulation,
  action: Action,
  scheduledTime: string,
  crashAt?: (checkpoint: number) => boolean,
): Promise<Ended & { readonly report: Report }> => {
  const deps = dependencies({ function: action, action, scheduledTime, dead: false, onDeath: () => {} });
  const ended = await runOnJournal(
    (client) => durableHandler(operation(action, deps), { client }),
    { environment: 'small', requestedBy: 'schedule', scheduledTime },
    { nowMs: clock.nowMs, advanceTo: clock.advanceTo, ...(crashAt ? { crashAt } : {}) },
  );
  return { ...ended, report: ended.result as Report };
};

/** On the local engine, which does the same and need not replay anything. */
const runLocally = async ({ clock, host }: Simulation, action: Action, scheduledTime: string): Promise<Report> => {
  const report = host.invoke(action, { environment: 'small', requestedBy: 'schedule', scheduledTime });
  await clock.run(() => host.runsInFlight() === 0);
  return report;
};

const times = { stop: '2026-11-16T23:00:00.000Z', start: '2026-11-17T11:00:00.000Z' } as const;

/** At the time of its stop: what is scheduled is carried out at its slots only. */
const atTheStop = (): Simulation => {
  const small = simulation(smallNight());
  small.clock.advanceTo(Date.parse(times.stop));
  return small;
};

/** A stop, then a start, of which one dies; the other is only to be there. */
const crashedNight = async (crashed: Action, at: number) => {
  const small = atTheStop();
  const runs = new Map<Action, Ended>();
  const play = async (action: Action): Promise<Report> => {
    if (action !== crashed) return runLocally(small, action, times[action]);
    const ended = await run(small, action, times[action], (checkpoint) => checkpoint === at);
    runs.set(action, ended);
    return ended.report;
  };
  const stop = await play('stop');
  const down = small.world.state();
  small.clock.advanceTo(Date.parse(times.start));
  const start = await play('start');
  return {
    reports: [stop, start],
    ended: runs.get(crashed),
    down,
    after: small.world.state(),
    memories: small.itemsOf('MEMORY#'),
  };
};

/** A stop, then a start. */
const night = async () => {
  const small = atTheStop();
  const before = small.world.state();
  const stop = await run(small, 'stop', times.stop);
  const down = small.world.state();
  small.clock.advanceTo(Date.parse(times.start));
  const start = await run(small, 'start', times.start);
  return {
    before,
    down,
    after: small.world.state(),
    stop,
    start,
    memories: small.itemsOf('MEMORY#'),
    lease: small.itemsOf('LEASE'),
  };
};

/** What a report says apart from times, which a crash may change. */
const gist = ({ outcome, resources, criticalPath, warnings }: Report) => ({
  outcome,
  criticalPath,
  warnings,
  resources: resources.map(({ resource, stage, outcome: one, reason }) => ({ resource, stage, outcome: one, reason })),
});

describe('the durable engine', () => {
  it('the durable engine brings the environment down and up again as the local engine does', async () => {
    const { stop, start, before, after, memories, lease } = await night();
    const local = await rehearse(smallNight());

    expect([stop.status, start.status]).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect([gist(stop.report), gist(start.report)]).toEqual(local.reports.map(gist));
    expect(after).toEqual(before);
    expect([memories, lease]).toEqual([[], []]);
  });

  it('the durable engine stays far below the limit of operations', async () => {
    const { stop, start } = await night();

    expect(Math.max(stop.operations, start.operations)).toBeLessThan(limits.operationsMax / 20);
  });

  it.each(['stop', 'start'] as const)(
    'the durable engine comes to the same end when %s dies at any checkpoint, and repeats no completed step',
    async (action) => {
      const undisturbed = await night();
      expect(undisturbed[action].checkpoints).toBeGreaterThan(20);

      for (let at = 1; at <= undisturbed[action].checkpoints; at++) {
        const { ended, reports, down, after, memories } = await crashedNight(action, at);

        expect(ended?.status, `died at checkpoint ${at}`).toBe('SUCCEEDED');
        expect(reports.map(gist)).toEqual([gist(undisturbed.stop.report), gist(undisturbed.start.report)]);
        expect([down, after, memories]).toEqual([undisturbed.down, undisturbed.after, []]);
        const { completedSteps = [] } = ended ?? {};
        expect(completedSteps.length).toBeGreaterThan(0);
        expect(new Set(completedSteps).size).toBe(completedSteps.length);
      }
    },
    // A limit that only a hang reaches, whatever else the machine does.
    600_000,
  );
});
