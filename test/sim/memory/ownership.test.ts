// Undo only our own: what somebody had taken down before the stop stays so, and everything else comes up.
import { describe, expect, it } from 'vitest';
import type { Dependencies } from '#run/dependencies.ts';
import { at, byHand, type Days, live, sets, statusOf } from './small-days.ts';

const resources = `  db: { kind: rds-instance, instance: small-db }
  other-db: { kind: rds-instance, instance: small-other-db }
  app: { kind: ecs-service, cluster: small, service: small-app, dependsOn: [db] }
  web: { kind: ecs-service, cluster: small, service: small-web, dependsOn: [app] }
  sink: { kind: msk-connector, connector: small-sink }
  lake: { kind: msk-connector, connector: small-lake }`;

const stoppedBefore = { db: { status: 'stopped' }, sink: { status: 'PAUSED' } };

const days = (more: Partial<Days> = {}): Days => ({ resources, world: stoppedBefore, ...more });

describe('what somebody had stopped or paused before the stop', () => {
  it('what somebody had stopped or paused before the stop stays so, says why, and blocks what depends on it', async () => {
    const lived = await live(days());

    expect(lived.runs).toEqual(['stop done', 'start partial']);
    expect(statusOf(lived, 'db', 'sink', 'other-db', 'lake')).toEqual(['stopped', 'PAUSED', 'available', 'RUNNING']);
    expect(lived.entry('stop', 'db')).toBe(
      'skipped: already stopped by somebody else before this stop: the next start leaves it down unless startAlways is true',
    );
    expect(lived.entry('start', 'db')).toMatch(
      /^skipped: left down: already stopped by somebody else before small-stop-20261116T200000Z; .*startAlways: true/,
    );
    expect(lived.entry('start', 'sink')).toContain('already paused by somebody');
    expect(lived.entry('start', 'app')).toContain('blocked: not touched: waits for db, which was left down: already');
    expect(lived.entry('start', 'web')).toContain('waits for db (through app), which was left down');
    expect(lived.reports.at(-1)?.warnings.join()).toContain('db: left down');
    expect(lived.violations).toEqual([]);
  });

  it('what somebody had stopped or paused before the stop comes up with startAlways, of the environment or of the resource', async () => {
    const all = await live(days({ more: 'startAlways: true' }));
    const one = await live(days({ resources: resources.replace('small-db }', 'small-db, startAlways: true }') }));

    expect(statusOf(all, 'db', 'sink')).toEqual(['available', 'RUNNING']);
    expect(all.runs).toEqual(['stop done', 'start done']);
    expect(statusOf(one, 'db', 'sink')).toEqual(['available', 'PAUSED']);
  });

  it('what was on its way down when the stop began counts as stopped before it', async () => {
    const lived = await live(
      days({
        world: { 'other-db': { stopMinutes: 30 } },
        timeline: [sets(19.95, 'other-db', { status: 'stopping' }), sets(20.2, 'other-db', { status: 'stopped' })],
      }),
    );

    expect(statusOf(lived, 'other-db', 'db')).toEqual(['stopped', 'available']);
  });

  it('what somebody had stopped or paused before the stop stays so for good, and is not started by reconcile, until somebody starts it', async () => {
    const lived = await live(days({ to: 81, timeline: [sets(58, 'db', { status: 'available' })] }));

    // Up on Wednesday by hand, so that the stop of that evening is ours; what was blocked by it came up at once.
    expect(lived.runs).toEqual([
      'stop done',
      'start partial',
      'stop done',
      'start partial',
      'start done',
      'stop done',
      'start done',
    ]);
    expect(statusOf(lived, 'db', 'sink', 'app', 'web')).toEqual(['available', 'PAUSED', 'steady', 'steady']);
    expect(lived.violations).toEqual([]);
  });

  it('what somebody had stopped or paused before the stop is up again at the next start if somebody started it in the night', async () => {
    const lived = await live(days({ to: 57, timeline: [sets(31, 'db', { status: 'available' })] }));

    expect(lived.runs).toEqual(['stop done', 'start done', 'stop done', 'start done']);
    expect(statusOf(lived, 'db', 'app')).toEqual(['available', 'steady']);
  });
});

describe('what somebody had stopped although AWS would not stop it for us', () => {
  // Found by random nights 720346 and 720481.
  const unstoppable = `  db: { kind: rds-instance, instance: small-db }
  vm: { kind: ec2-instance, instance: i-0123456789abcdef0 }
  lake: { kind: aurora-cluster, cluster: small-lake, dependsOn: [db, vm]KEPT }`;
  const world = {
    db: { status: 'stopped', readReplicas: ['small-replica'] },
    vm: { status: 'stopped', rootDevice: 'instance-store' },
  };

  it.each([
    ['kept up for what is left alone', ', leaveAlone: a reason'],
    ['stopped with everything else', ''],
  ])('what somebody had stopped stays so although AWS would not stop it for us, %s', async (_, kept) => {
    const lived = await live({ resources: unstoppable.replace('KEPT', kept), world });

    expect(lived.entry('stop', 'db')).toContain('skipped: already stopped by somebody');
    expect(lived.entry('start', 'vm')).toContain('skipped: left down: already stopped by somebody');
    expect(statusOf(lived, 'db', 'vm')).toEqual(['stopped', 'stopped']);
    expect(lived.violations).toEqual([]);
  });
});

describe('what a stop of ours took down comes up', () => {
  it.each<[string, Partial<Days>]>([
    ['after a stop that was repeated', { timeline: [byHand(23, 'stop')] }],
    ['after a stop that was repeated before it had ended', { timeline: [byHand(20.03, 'stop', { supersede: true })] }],
    [
      'after a start that a stop took over before it got far',
      { timeline: [byHand(23, 'start'), byHand(23.005, 'stop', { supersede: true })] },
    ],
    [
      'after a stop that died and was finished by another',
      {
        timeline: [
          { at: at(20), do: 'crash', function: 'stop', afterCalls: 4 },
          byHand(21, 'stop', { supersede: true }),
        ],
      },
    ],
    [
      'after a start that failed and another stop',
      {
        to: 57,
        timeline: [
          {
            at: at(20),
            do: 'fault',
            fault: { operation: 'rds:StartDBInstance', error: 'AccessDenied', untilMs: at(50) },
          },
        ],
      },
    ],
  ])('what a stop of ours took down comes up %s', async (_, more) => {
    const lived = await live(days({ world: {}, ...more }));

    expect(statusOf(lived, 'db', 'other-db', 'app', 'web', 'sink', 'lake')).toEqual([
      'available',
      'available',
      'steady',
      'steady',
      'RUNNING',
      'RUNNING',
    ]);
    expect(lived.violations).toEqual([]);
  });

  it('what a stop of ours took down comes up at a start without a stop before it, whoever took it down', async () => {
    const lived = await live(days({ from: 7 + 24, timeline: [] }));

    expect(statusOf(lived, 'db', 'sink')).toEqual(['available', 'RUNNING']);
  });

  /** A version that remembers nothing of what has no count. */
  const older = (deps: Dependencies): Dependencies => ({
    ...deps,
    state: {
      ...deps.state,
      remember: async (environment, memory) =>
        'downBy' in memory && deps.runtime.now().getTime() < at(22) ? memory : deps.state.remember(environment, memory),
    },
  });

  it.each<[string, Partial<Days>]>([
    ['at once', {}],
    ['after another stop of the new version', { timeline: [byHand(23, 'stop')] }],
    ['two evenings later', { to: 57 }],
  ])('what a stop of ours took down comes up when an older version stopped it, %s', async (_, more) => {
    const lived = await live(days({ world: {}, replace: older, ...more }));

    expect(statusOf(lived, 'db', 'other-db', 'sink')).toEqual(['available', 'available', 'RUNNING']);
  });
});
