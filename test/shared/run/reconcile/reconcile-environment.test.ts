// One tick of reconcile over one environment: what is read, invoked, said and noted.
import { describe, expect, it } from 'vitest';
import type { Lasting } from '#core/lasting.ts';
import type { Report } from '#core/report.ts';
import type { Lease } from '#core/run.ts';
import type { Definition } from '#definition/definition.ts';
import type { Correction } from '#run/reconcile/correction.ts';
import { type ReconcileDependencies, reconcileEnvironment } from '#run/reconcile/reconcile-environment.ts';
import { simulatedCloud } from '#test/support/cloud.ts';
import { database, definitionOf } from '#test/support/definitions.ts';
import { memoryStateStore } from '#test/support/memory-state-store.ts';

const definition = definitionOf([database('db')]);
const slotAt = Date.parse('2026-11-17T23:00:00Z');
const minute = 60_000;

type World = {
  lease?: Lease;
  reports?: Report[];
  enabled?: boolean;
  /** The switch cannot be read. */
  unreadable?: boolean;
  at?: number;
  noted?: Record<string, number>;
  lasting?: Lasting | undefined;
  isDown?: boolean;
  of?: Definition;
};

const stopped = {
  environment: 'staging',
  run: 'staging-stop-1',
  action: 'stop',
  outcome: 'done',
  requestedBy: 'schedule',
  startedAt: new Date(slotAt + minute).toISOString(),
  endedAt: new Date(slotAt + 5 * minute).toISOString(),
  resources: [],
} as unknown as Report;

/** The database is up an hour after the slot of the stop. */
const tick = async ({ lease, reports = [stopped], enabled = true, at = slotAt + 60 * minute, ...more }: World) => {
  const { noted = {}, isDown = false, unreadable = false, of = definition } = more;
  const aws = simulatedCloud(of.resources, isDown ? { world: { db: { status: 'stopped' } } } : {});
  const invoked: unknown[] = [];
  const said: unknown[] = [];
  const notes = new Map(Object.entries(noted));
  let { lasting } = more;
  const kept = memoryStateStore();
  const state = {
    ...kept,
    readState: async (environment: string) => ({
      ...(await kept.readState(environment)),
      lease,
      lasting,
      notedAt: (key: string) => notes.get(key),
    }),
    reports: async () => reports,
    notedAt: async (_: string, key: string) => notes.get(key),
    wasNoted: async (_: string, key: string) => notes.has(key),
    note: async (_: string, key: string, nowMs: number) => void notes.set(key, nowMs),
    lasting: async () => lasting,
    noteLasting: async (_: string, now: Lasting) => {
      lasting = now;
    },
  } as ReconcileDependencies['state'];
  const deps = {
    definition: () => of,
    services: aws.services,
    alarms: aws.alarms,
    state,
    runtime: { now: () => new Date(at), random: () => 0, newId: () => 'id' },
    isEnabled: async () => {
      if (unreadable) throw new Error('no answer');
      return enabled;
    },
    invoke: async (action: string, event: unknown) => void invoked.push([action, event]),
    say: async (notice: unknown) => void said.push(notice),
  } as unknown as ReconcileDependencies;
  const judged = reconcileEnvironment('staging', [], deps).catch(
    (): Correction => ({ kind: 'nothing', reason: 'threw' }),
  );
  const correction = await aws.finish(judged);
  return { correction, invoked, said, notes: Object.fromEntries(notes), lasting, calls: aws.calls() };
};

const drift = {
  kind: 'curfew-notice',
  version: 1,
  environment: 'staging',
  at: '2026-11-17T21:00:00-03:00',
  notice: 'drift',
  text: 'staging is down, but somebody started db',
  resources: [{ resource: 'db', reason: 'available, should be stopped' }],
};

describe('a tick', () => {
  it('a tick of reconcile says what lasts when it begins, and notes it', async () => {
    const first = await tick({});
    const { lasting } = first;
    const second = await tick({ lasting });

    expect([first.correction.kind, first.said, first.invoked, first.notes]).toEqual(['say', [drift], [], {}]);
    expect(lasting).toEqual({ since: slotAt, resources: { db: 'lasting' } });
    expect([second.correction.kind, second.said]).toEqual(['say', []]);
  });

  it('a tick of reconcile notes what lasts once, also where other resources are due to be otherwise', async () => {
    const of = definitionOf([database('db'), { ...database('log'), awakeOn: 'always' }]);
    const first = await tick({ of });
    const second = await tick({ of, lasting: first.lasting });

    expect(first).toMatchObject({ said: [drift], lasting: { resources: { db: 'lasting' } } });
    expect([second.said, second.lasting === first.lasting]).toEqual([[], true]);
  });

  it('a tick of reconcile says what lasts again when it was over for two ticks', async () => {
    const at = (minutes: number) => slotAt + (60 + minutes) * minute;
    const over = await tick({
      isDown: true,
      at: at(15),
      lasting: { since: slotAt, resources: { db: 'lasting' } },
    });

    expect([over.said, over.lasting]).toEqual([[], { since: slotAt, resources: { db: at(15) } }]);
    expect((await tick({ at: at(30), lasting: over.lasting })).said).toEqual([]);
    expect((await tick({ at: at(45), lasting: over.lasting })).said).toHaveLength(1);
  });

  it('a tick of reconcile says what is late once, and notes it', async () => {
    const late = { reports: [], at: slotAt + 300 * minute };
    const first = await tick({ ...late, noted: { installed: 0 } });

    expect(first.said).toMatchObject([{ notice: 'late' }]);
    expect(first.notes).toHaveProperty(`late@${slotAt}`);
    expect((await tick({ ...late, noted: first.notes })).said).toEqual([]);
  });

  it('a tick of reconcile invokes what is due and was not done, for whom asked', async () => {
    const asked = { run: 'x', action: 'stop', until: slotAt, requestedBy: 'ana', since: slotAt + minute } as const;
    const event = { environment: 'staging', requestedBy: 'reconcile' };

    expect((await tick({ reports: [], noted: { installed: 0 } })).invoked).toEqual([
      ['stop', { ...event, why: 'stop is scheduled', dueSince: expect.any(Number) }],
    ]);
    expect((await tick({ lease: asked, noted: { installed: 0 } })).invoked).toEqual([
      [
        'stop',
        {
          ...event,
          why: 'x died',
          dueSince: slotAt + minute,
          onBehalfOf: { requestedBy: 'ana', since: slotAt + minute },
        },
      ],
    ]);
  });

  it('a tick of reconcile invokes again what failed, and says of which run', async () => {
    const failed = { resource: 'db', outcome: 'failed', errorCode: 'DEADLINE', reason: 'slow' };
    const { invoked } = await tick({ reports: [{ ...stopped, outcome: 'partial', resources: [failed] } as never] });

    expect(invoked).toMatchObject([['stop', { retry: { of: 'staging-stop-1', failing: ['db'] } }]]);
  });

  it('a tick of reconcile notes when it was first here, once, and does nothing of what was due before that', async () => {
    const at = slotAt + 60 * minute;
    const first = await tick({ reports: [] });

    expect([first.correction.kind, first.notes]).toEqual(['nothing', { installed: at }]);
    expect((await tick({ reports: [], noted: { installed: at - minute } })).notes).toEqual({ installed: at - minute });
    expect((await tick({})).notes).not.toHaveProperty('installed');
  });

  it.each<[what: string, lease: Partial<Lease>, isNoted: boolean]>([
    ['a deployment', { action: 'deploy' }, true],
    ['a run of the opposite', { action: 'start' }, true],
    ['a run of what is wanted', { action: 'stop' }, false],
    ['a lease that has expired', { action: 'deploy', until: slotAt }, false],
  ])('a tick of reconcile notes that %s kept it from acting: %s', async (_, more, isNoted) => {
    const lease = { run: 'x', action: 'stop', until: slotAt + 90 * minute, ...more } as Lease;
    const { notes } = await tick({ lease });

    expect('hindered' in notes).toBe(isNoted);
  });

  it.each<[what: string, world: World, isNoted: boolean]>([
    ['that the runtime switch keeps it from what is due', { enabled: false, reports: [] }, true],
    ['nothing where all that is due was done before the pause', { enabled: false }, false],
    [
      'nothing while it is paused and nothing is due',
      { enabled: false, reports: [], at: slotAt - 24 * 60 * minute },
      false,
    ],
    ['that the runtime switch cannot be read', { unreadable: true, reports: [] }, true],
  ])('a tick of reconcile notes %s', async (_, world, isNoted) => {
    const { notes, correction } = await tick({ noted: { installed: slotAt - minute }, ...world });

    expect(correction.kind).toBe('nothing');
    expect(notes.hindered).toBe(isNoted ? (world.at ?? slotAt + 60 * minute) : undefined);
  });

  it('a tick of reconcile that cannot read the runtime switch fails, so that its alarm notices', async () => {
    expect((await tick({ unreadable: true })).correction).toEqual({ kind: 'nothing', reason: 'threw' });
  });

  it.each<[what: string, world: World]>([
    ['while it is paused', { enabled: false }],
    ['while a run is at work', { lease: { run: 'x', action: 'stop', until: slotAt + 90 * minute } }],
    ['while nothing is wanted', { reports: [] }],
  ])('a tick of reconcile asks AWS for nothing %s', async (_, world) => {
    const { calls, said, invoked } = await tick(world);

    expect([calls, said, invoked]).toEqual([[], [], []]);
  });

  it('a tick of reconcile counts lateness from when it was last hindered', async () => {
    const at = slotAt + 120 * minute;
    const late = (hindered: object) => tick({ at, reports: [], noted: { installed: 0, ...hindered } });

    expect((await late({})).correction.kind).toBe('say');
    expect((await late({ hindered: slotAt + 60 * minute })).correction.kind).toBe('invoke');
  });
});
