// Jobs that a stop of the schedule lets finish, on the simulated AWS: for how long, for whom, and what is said of it.
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { rehearse } from '#sim/rehearsal.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import type { TimelineEntry } from '#sim/scenario/scenario.ts';

const yaml = `
environment: shops
region: us-east-1
timeZone: America/Fortaleza
schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "20:00", waitFor: { tasks: [nightly-report], minutes: 120 } }
notifications: { slack: { channel: "#shops", webhookSecret: shops/slack-webhook } }
resources:
  db: { kind: rds-instance, instance: shops-db }
  shop: { kind: ecs-service, cluster: shops, service: shop, dependsOn: [db] }
`;
const waiting = parseDefinition(yaml, 'shops.yaml');
const hasty = parseDefinition(yaml.replace(/, waitFor: \{.*?\}/, ''), 'shops.yaml');

type Job = { readonly family?: string; readonly minutes: number; readonly after?: number };

/** A night from 19:30 on, with jobs in it at minutes after its beginning. */
const night = async (definition: typeof waiting, jobs: readonly Job[], ...more: readonly TimelineEntry[]) => {
  const usual = ordinaryNight(definition, 1);
  const timeline: TimelineEntry[] = jobs.map(({ family = 'nightly-report', minutes, after = 20 }) => ({
    at: usual.fromMs + after * 60_000,
    ...{ do: 'run-task', cluster: 'shops', family, minutes },
  }));
  const { reports, lines } = await rehearse({ ...usual, timeline: [...timeline, ...more] });
  const stop = reports.find(({ action }) => action === 'stop');
  const firstChange = lines.find(({ event }) => event.type === 'call' && event.operation === 'ecs:UpdateService')?.at;
  const minutesLate = firstChange === undefined ? undefined : Math.round((firstChange - usual.fromMs) / 60_000) - 30;
  return { stop, minutesLate };
};

const stopByHand = (after: number): TimelineEntry => ({
  at: ordinaryNight(waiting, 1).fromMs + after * 60_000,
  do: 'invoke',
  function: 'stop',
  input: { requestedBy: 'ana', why: 'going home' },
});

describe('a stop of the schedule', () => {
  it('a stop of the schedule lets a job finish before anything is stopped, and says for how long it waited', async () => {
    const { stop, minutesLate } = await night(waiting, [{ minutes: 51 }]);

    expect(minutesLate).toBeGreaterThanOrEqual(41);
    expect(minutesLate).toBeLessThanOrEqual(45);
    expect(stop).toMatchObject({ outcome: 'done', warnings: [] });
    expect(stop?.reason).toMatch(/all as planned; waited 4[1-5] min for 1 task of nightly-report$/);
  });

  it('a stop of the schedule goes on at the end of the minutes, and warns of what still ran', async () => {
    const { stop, minutesLate } = await night(waiting, [{ minutes: 600 }, { minutes: 600 }]);

    expect(minutesLate).toBe(120);
    expect(stop?.outcome).toBe('done');
    expect(stop?.warnings).toContain(
      'waited 120 min for 2 tasks of nightly-report; 2 tasks of nightly-report still ran when the stop continued',
    );
  });

  it('a stop of the schedule waits for no other family, and warns of it', async () => {
    const { stop, minutesLate } = await night(waiting, [{ family: 'import', minutes: 600 }]);

    expect(minutesLate).toBe(0);
    expect(stop?.warnings.join()).toMatch(/^1 task of import in cluster shops belong to no service .*`waitFor`/);
  });

  it('a stop of the schedule without waitFor warns of jobs, and says nothing where there are none', async () => {
    expect((await night(hasty, [{ minutes: 600 }])).stop?.warnings.join()).toContain('1 task of nightly-report');
    expect((await night(hasty, [{ minutes: 5 }])).stop).toMatchObject({ warnings: [] });
    expect((await night(waiting, [{ minutes: 5 }])).stop?.reason).not.toContain('waited');
  });
});

describe('a person who stops by hand', () => {
  it('a person who stops by hand does not wait for jobs, and is warned', async () => {
    const { stop, minutesLate } = await night(waiting, [{ minutes: 600, after: 5 }], stopByHand(10));

    expect(minutesLate).toBe(-20);
    expect(stop?.warnings.join()).toContain('the scheduled stop waits up to 120 min for them');
  });
});
