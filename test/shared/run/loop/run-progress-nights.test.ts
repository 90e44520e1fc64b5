// What a run says of itself while it is going on, in a whole stop.
import { describe, expect, it } from 'vitest';
import type { RunProgress } from '#core/run.ts';
import { loadDefinition } from '#definition/load.ts';
import { limits } from '#run/limits.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { simulation } from '#sim/simulation.ts';

const stopOfStaging = async (): Promise<RunProgress[]> => {
  const stage = simulation(ordinaryNight(loadDefinition('test/fixtures/environments/staging.yaml'), 1), {});
  const state = stage.dependencies({ function: 'person', action: 'stop', dead: false, onDeath: () => {} }).state;
  const told: RunProgress[] = [];
  void stage.host.invoke('stop', { environment: 'staging', requestedBy: 'ana' });
  const look = async (): Promise<void> => {
    const progress = (await state.readLease('staging'))?.progress;
    if (progress) told.push(progress);
    if (stage.host.runsInFlight() > 0) stage.clock.at(stage.clock.nowMs() + 10_000, () => void look());
  };
  stage.clock.at(stage.clock.nowMs() + 1_000, () => void look());
  await stage.clock.run(() => stage.host.runsInFlight() === 0);
  return told;
};

type Renewal = { readonly at: number; readonly told: RunProgress | undefined };

const renewalsOfStop = async (fails: (told: RunProgress | undefined) => boolean = () => false): Promise<Renewal[]> => {
  const renewals: Renewal[] = [];
  const stage = simulation(ordinaryNight(loadDefinition('test/fixtures/environments/staging.yaml'), 1), {
    replace: (dependencies) => ({
      ...dependencies,
      state: {
        ...dependencies.state,
        renewLease: async (environment, run, untilMs, told) => {
          renewals.push({ at: dependencies.runtime.now().getTime(), told });
          if (fails(told)) throw new Error('the table does not answer');
          return dependencies.state.renewLease(environment, run, untilMs, told);
        },
      },
    }),
  });
  void stage.host.invoke('stop', { environment: 'staging', requestedBy: 'ana' });
  await stage.clock.run(() => stage.host.runsInFlight() === 0);
  return renewals;
};

const said = (progress: RunProgress | undefined): string | undefined => JSON.stringify(progress?.resources);

describe('where a run stands in a whole stop', () => {
  it('where a run stands is told when it is another than before, and at least about every minute', async () => {
    const renewals = await renewalsOfStop();
    const told = renewals.filter((one) => one.told);

    // What a look led to is confirmed without telling anything.
    expect(renewals.length - told.length).toBeGreaterThan(5);
    for (const [index, one] of told.slice(1).entries()) {
      const before = told[index];
      const sinceSeconds = (one.at - (before?.at ?? 0)) / 1_000;
      expect(sinceSeconds).toBeLessThan(limits.progressSeconds + limits.pollSecondsMax);
    }
    expect(renewals[0]?.told).toBeDefined();
  });

  it('where a run stands is told again when it could not be written', async () => {
    let failures = 0;
    const isFirstOfStopping = (told: RunProgress | undefined) => said(told)?.includes('stopping;') && failures++ === 0;

    const renewals = await renewalsOfStop((told) => isFirstOfStopping(told) === true);

    const index = renewals.findIndex(({ told }) => said(told)?.includes('stopping;'));
    const [failed, next] = renewals.slice(index);
    expect(failures).toBeGreaterThan(0);
    expect(said(next?.told)).toBe(said(failed?.told));
  });

  it('the progress of a run names every resource at every moment, and no one goes back from its outcome', async () => {
    const told = await stopOfStaging();

    expect(told.length).toBeGreaterThan(50);
    const settled = new Map<string, string>();
    for (const { resources } of told) {
      expect(resources).toHaveLength(11);
      for (const { resource, state } of resources) {
        if (settled.has(resource)) expect([resource, state]).toEqual([resource, settled.get(resource)]);
        if (!['waiting', 'moving'].includes(state)) settled.set(resource, state);
      }
    }
    expect(settled.get('dashboard-backend')).toBe('done');
  });

  it('the progress of a run says what is waited for, and of what moves why it is not there yet', async () => {
    const told = await stopOfStaging();
    const first = told[0]?.resources ?? [];

    expect(first.find(({ resource }) => resource === 'camunda-db')).toMatchObject({
      state: 'waiting',
      reason: 'after camunda',
    });
    const reasons = told.flatMap(({ resources }) => resources.map(({ reason }) => reason));
    expect(reasons).toContain('draining, 1 task left');
  });
});
