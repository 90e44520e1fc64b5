// Each invariant is shown to fail on a deliberately broken part: a predicate that cannot fail protects nobody.
import { describe, expect, it } from 'vitest';
import type { Resource } from '#kinds/resource.ts';
import type { Dependencies } from '#run/dependencies.ts';
import { violationsOf } from '#sim/invariants/all.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { loadScenario } from '#sim/scenario/parse.ts';
import { nightOf } from '#test/support/nights.ts';
import { broken, defining, type Replace, storing } from './broken.ts';

it('a reconcile that never tries again leaves what failed as it is', async () => {
  const night = loadScenario('sim/scenarios/capacity-later.yaml');
  const { definition } = night;
  const schedule = { ...definition.schedule, retry: 'off' as const };
  const rehearsal = await rehearse({ ...night, definition: { ...definition, schedule } });
  const found = violationsOf({ ...rehearsal, scenario: night }).map(({ invariant }) => invariant);

  expect(found).toContain('finishesByItself');
  expect(violationsOf(rehearsal)).toEqual([]);
});

describe('a definition that', () => {
  it('a definition that loses what is to be left alone lets it be changed', async () => {
    const night = loadScenario('sim/scenarios/leave-alone.yaml');
    const careless = defining((definition) => {
      const resources = definition.resources.map(({ leaveAlone: _, keptUp: __, ...rest }) => rest as Resource);
      return { ...definition, resources };
    });

    expect(await broken(careless, night)).toContain('protectedIsUntouched');
  });
});

describe('what sees to alarms and', () => {
  const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' } as const;
  const night = nightOf('staging', 1, {
    alarms: [
      { ...alarm, name: 'poc-atlas-dev-scoring-running-tasks-below-desired', watches: 'scoring' },
      { ...alarm, name: 'poc-atlas-dev-scoring-scale-out', watches: 'scoring', scales: true },
      { ...alarm, name: 'poc-atlas-dev-camunda-high-cpu', watches: 'camunda', disabled: true },
    ],
  });
  const mutingWith =
    (change: (alarms: Dependencies['alarms']) => Partial<Dependencies['alarms']>): Replace =>
    (deps) => ({ ...deps, alarms: { ...deps.alarms, ...change(deps.alarms) } });

  it('what sees to alarms and is whole breaks no invariant', async () => {
    expect(await broken((deps) => deps, night)).toEqual(new Set());
  });

  it('what sees to alarms and says that it mutes and does not lets them act all night', async () => {
    expect(
      await broken(
        mutingWith(() => ({ mute: async () => {} })),
        night,
      ),
    ).toContain('alarmsInStep');
  });

  it('what sees to alarms and mutes for an hour only lets them act in the middle of the night', async () => {
    const hasty = mutingWith(({ mute }) => ({
      mute: (rule) => mute({ ...rule, untilMs: Math.min(rule.untilMs, rule.fromMs + 60 * 60_000) }),
    }));

    expect(await broken(hasty, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and never shortens a rule leaves them muted after the start', async () => {
    const lasting = mutingWith(({ mute }) => ({
      mute: async (rule) => (rule.untilMs - rule.fromMs > 60 * 60_000 ? mute(rule) : undefined),
    }));

    expect(await broken(lasting, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and does not see what somebody muted by hand says that it speaks', async () => {
    const muted = loadScenario('sim/scenarios/muted-in-the-night.yaml');
    const blind = mutingWith(() => ({ quiet: async () => new Set() }));

    expect(await broken(blind, muted)).toEqual(new Set(['alarmsInStep']));
    expect(await broken((deps) => deps, muted)).toEqual(new Set());
  });

  it('what sees to alarms and does not see what an alarm does mutes autoscaling', async () => {
    const blind = mutingWith(({ find }) => ({
      find: async (query) => (await find(query)).map((one) => ({ ...one, actions: [] })),
    }));

    expect(await broken(blind, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and does not see that somebody disabled an alarm touches what is theirs', async () => {
    const bold = mutingWith(({ find }) => ({
      find: async (query) => (await find(query)).map((one) => ({ ...one, actionsEnabled: true })),
    }));

    expect(await broken(bold, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and deletes rules of other people touches what is theirs', async () => {
    const rude = mutingWith(({ mute, unmute }) => ({
      mute: async (rule) => {
        await unmute('ana-is-on-holiday');
        await mute(rule);
      },
    }));

    expect(await broken(rude, night)).toContain('alarmsInStep');
  });

  it('what sees to alarms and forgets what it recorded leaves them muted after the start', async () => {
    expect(
      await broken(
        storing((state) => ({
          expectations: async () => [],
          readState: async (environment) => ({ ...(await state.readState(environment)), expectations: [] }),
        })),
        night,
      ),
    ).toContain('alarmsInStep');
  });
});
