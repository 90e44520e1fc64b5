// What a run says of itself while it is going on.
import { describe, expect, it } from 'vitest';
import { loadDefinition } from '#config/load.ts';
import type { RunStanding } from '#domain/run.ts';
import { ordinaryNight } from '#sim/default-night.ts';
import { simulation } from '#sim/simulation.ts';

const stopOfStaging = async (): Promise<RunStanding[]> => {
  const stage = simulation(ordinaryNight(loadDefinition('environments/staging.yaml'), 1), {});
  const state = stage.dependencies({ function: 'person', action: 'stop', dead: false, onDeath: () => {} }).state;
  const told: RunStanding[] = [];
  void stage.host.invoke('stop', { environment: 'staging', requestedBy: 'ana' });
  const look = async (): Promise<void> => {
    const standing = (await state.readLease('staging'))?.standing;
    if (standing) told.push(standing);
    if (stage.host.runsInFlight() > 0) stage.clock.at(stage.clock.nowMs() + 10_000, () => void look());
  };
  stage.clock.at(stage.clock.nowMs() + 1_000, () => void look());
  await stage.clock.run(() => stage.host.runsInFlight() === 0);
  return told;
};

describe('where a run stands', () => {
  it('names every resource at every moment, and no one goes back from its outcome', async () => {
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

  it('says what is waited for, and of what moves why it is not there yet', async () => {
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
