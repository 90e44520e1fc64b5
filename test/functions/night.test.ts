// A night of the real environments through the production functions, engine and adapters.
import { describe, expect, it } from 'vitest';
import { violationsOf } from '#sim/invariants/all.ts';
import { trueCriticalPathSeconds } from '#sim/invariants/true-durations.ts';
import { type Rehearsal, rehearse } from '#sim/rehearsal.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';
import { crashPointsOf, nightOf, nightWith, outcomesOf, traceOf } from '#test/support/nights.ts';

const seeds = Array.from({ length: 6 }, (_, index) => index + 1);

/** Ordinary nights, each played once however many tests look at it. */
const played = new Map<string, Promise<Rehearsal>>();
const ordinary = (environment: string, seed = 1): Promise<Rehearsal> => {
  const night = `${environment} ${seed}`;
  const rehearsal = played.get(night) ?? rehearse(nightOf(environment, seed));
  played.set(night, rehearsal);
  return rehearsal;
};

describe('an ordinary night', () => {
  it.each(['staging', 'staging2'])(
    'an ordinary night of %s goes down and comes up with nothing violated, whatever the seed',
    async (environment) => {
      for (const seed of seeds) {
        const rehearsal = await ordinary(environment, seed);

        expect(outcomesOf(rehearsal)).toEqual(['stop done', 'start done']);
        expect(violationsOf(rehearsal)).toEqual([]);
      }
    },
  );

  it('an ordinary night leaves every count, bound and suspension as it was, no memory and no lease', async () => {
    const { before, after, lines } = await ordinary('staging');

    expect(after).toEqual(before);
    expect(lines.at(-1)?.event).toMatchObject({ type: 'end', memory: [], lease: null });
  });

  it('an ordinary night does nothing in an environment whose schedule is off: reconcile looks, and nobody acts', async () => {
    const { lines, reports, before, after } = await rehearse(nightOf('prod'));
    const calls = lines.flatMap(({ event }) => (event.type === 'call' ? [event] : []));

    expect(calls.filter(({ mutating }) => mutating)).toEqual([]);
    expect(new Set(calls.map((one) => one.function))).toEqual(new Set(['reconcile']));
    expect(reports).toEqual([]);
    expect(after).toEqual(before);
  });

  it('an ordinary night is ready within 1.05 of the longest chain of true durations', async () => {
    for (const seed of seeds) {
      const rehearsal = await ordinary('staging', seed);
      const start = rehearsal.reports.find(({ action }) => action === 'start');
      const seconds = (Date.parse(start?.endedAt ?? '') - Date.parse(start?.scheduledTime ?? '')) / 1_000;

      expect(seconds / trueCriticalPathSeconds(rehearsal, 'start'), `seed ${seed}`).toBeLessThanOrEqual(1.05);
    }
  });
});

describe('the trace', () => {
  it('the trace is the same for the same seed, byte for byte', async () => {
    expect(await traceOf(nightOf('staging', 7))).toBe(await traceOf(nightOf('staging', 7)));
  });

  it('the trace is another for another seed', async () => {
    expect(await traceOf(nightOf('staging', 7))).not.toBe(await traceOf(nightOf('staging', 8)));
  });
});

describe('a slow database', () => {
  it('a slow database that takes 55 minutes to start is waited for, and its dependants with it', async () => {
    const rehearsal = await rehearse(nightOf('staging', 1, { world: { 'camunda-db': { startMinutes: 55 } } }));

    expect(outcomesOf(rehearsal)).toEqual(['stop done', 'start done']);
    expect(violationsOf(rehearsal)).toEqual([]);
    expect(rehearsal.reports.at(-1)).toMatchObject({
      criticalPath: ['camunda-db', 'camunda', 'scoring', 'dashboard-backend'],
    });
  });
});

describe('a failure', () => {
  const refused = { operation: 'rds:StartDBInstance', resource: 'camunda-db', error: 'AccessDeniedException' };

  it('a failure blocks its dependants and nothing else, keeps its code, and the run is partial', async () => {
    const rehearsal = await rehearse(nightWith(1, { at: 0, do: 'fault', fault: refused }));
    const start = rehearsal.reports.at(-1);
    const outcome = (name: string) => start?.resources.find(({ resource }) => resource === name);

    expect(start?.outcome).toBe('partial');
    expect(outcome('camunda-db')).toMatchObject({ outcome: 'failed', errorCode: 'AccessDeniedException' });
    for (const name of ['camunda', 'scoring', 'dashboard-backend'])
      expect(outcome(name)).toMatchObject({ outcome: 'blocked', blockedBy: 'camunda-db' });
    for (const name of ['dashboard-db', 'events-ingestion', 'kafka-ui', 's3-sink', 'clickhouse-agent'])
      expect(outcome(name)).toMatchObject({ outcome: 'done' });
    expect(violationsOf(rehearsal)).toEqual([]);
  });

  it('a failure is fixed by running the operation again', async () => {
    const again = {
      at: 13 * 60 + 30,
      do: 'invoke' as const,
      function: 'start' as const,
      input: { requestedBy: 'ana' },
    };
    const rehearsal = await rehearse(nightWith(1, { at: 0, do: 'fault', fault: { ...refused, times: 1 } }, again));

    expect(outcomesOf(rehearsal)).toEqual(['stop done', 'start partial', 'start done']);
    expect(rehearsal.after).toEqual(rehearsal.before);
    expect(violationsOf(rehearsal)).toEqual([]);
  });
});

describe('a database that can never be stopped', () => {
  it('a database that can never be stopped is refused, and what depends on nothing of it goes down all the same', async () => {
    const rehearsal = await rehearse(nightOf('staging', 1, { world: { 'dashboard-db': { replicaOf: 'elsewhere' } } }));
    const [stop] = rehearsal.reports;

    expect(stop?.outcome).toBe('partial');
    expect(stop?.resources.find(({ resource }) => resource === 'dashboard-db')).toMatchObject({
      outcome: 'refused',
      errorCode: 'READ_REPLICA',
    });
    expect(
      rehearsal.lines.filter(
        ({ event }) =>
          event.type === 'call' && event.operation === 'rds:StopDBInstance' && event.resource === 'dashboard-db',
      ),
    ).toEqual([]);
  });
});

describe('a crash', () => {
  /** Of every kind that there is in staging, and a chain of three: each of its calls costs a night. */
  const few = ['camunda-db', 'kafka', 'camunda', 'events-ingestion', 'scoring', 's3-sink'];
  const night = (...entries: Parameters<typeof nightWith>[1][]): Scenario => {
    const whole = nightWith(1, ...entries);
    const { definition } = whole;
    const resources = definition.resources.filter(({ name }) => few.includes(name));
    return { ...whole, definition: { ...definition, resources }, alarms };
  };
  const alarms = [
    {
      name: 'poc-atlas-dev-scoring-running-tasks-below-desired',
      watches: 'scoring',
      muted: false,
      disabled: false,
      scales: false,
      whenMissing: 'ALARM' as const,
    },
  ];
  const actsOf = ({ lines }: Rehearsal): string[] =>
    lines.flatMap(({ event }) => (event.type === 'alarm' ? [`${event.state} ${event.actions}`] : []));

  it.each(['stop', 'start'] as const)(
    'a crash of %s after any mutating call leads to the same end',
    async (name) => {
      const { after: undisturbed } = await rehearse({ ...night(), alarms: [] });
      for (const afterCalls of crashPointsOf(await rehearse(night()), name)) {
        const rehearsal = await rehearse(night({ at: 0, do: 'crash', function: name, afterCalls }));

        expect(rehearsal.lines.some(({ event }) => event.type === 'invocation' && event.phase === 'died')).toBe(true);
        expect(outcomesOf(rehearsal), `died after call ${afterCalls}`).toEqual(['stop done', 'start done']);
        expect(rehearsal.after).toEqual(undisturbed);
        expect(actsOf(rehearsal)).toEqual(['ALARM muted', 'OK muted']);
        expect(violationsOf(rehearsal)).toEqual([]);
      }
    },
    // A limit that only a hang reaches, whatever else the machine does.
    600_000,
  );
});
