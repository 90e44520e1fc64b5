// What a run says of itself while it is going on.
import { describe, expect, it } from 'vitest';
import type { RunProgress } from '#core/run.ts';
import { loadDefinition } from '#definition/load.ts';
import { limits } from '#run/limits.ts';
import { begin, type Snapshot } from '#run/loop/progress.ts';
import { hasNewReasons, isProgressDue } from '#run/loop/run-progress.ts';
import { planOperation } from '#run/plan/plan-operation.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import { simulation } from '#sim/simulation.ts';
import { database, definitionOf } from '#test/support/definitions.ts';
import { lookAt } from '#test/support/looks.ts';

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

describe('where a run stands', () => {
  it('where a run stands is told when it is another than before, and at least about every minute', async () => {
    const renewals = await renewalsOfStop();
    const told = renewals.filter((one) => one.told);

    expect(renewals.length - told.length).toBeGreaterThan(20);
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

  it.each<[told: string, look: Partial<Snapshot>, atSeconds: number, expected: boolean]>([
    ['at the first look of a round', {}, 0, true],
    ['not at a look that has nothing new to tell', { toldAt: 0 }, 30, false],
    ['when the last look had news', { toldAt: 0, news: true }, 5, true],
    ['once a minute without news', { toldAt: 0 }, 60, true],
  ])('where a run stands is told %s', (_, look, atSeconds, expected) => {
    expect(isProgressDue(lookAt(0, {}, look), atSeconds * 1_000)).toBe(expected);
  });

  it('where a run stands is news when something else is said of what moves', () => {
    const waits = (reason: string) => ({ db: { kind: 'wait', reason } }) as const;
    const definition = definitionOf([database('db')]);
    const plan = planOperation('stop', definition, new Map(), []);
    const progress = begin(plan, definition.resources, 0);
    const before = lookAt(0, waits('stopping'));

    expect(hasNewReasons(progress, before, waits('stopping'))).toBe(false);
    expect(hasNewReasons(progress, before, waits('stopped'))).toBe(true);
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
