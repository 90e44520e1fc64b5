import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from 'vitest';
import type { Expectation } from '#core/expectation.ts';
import { receivedIn } from '#notify/recognition/received.ts';
import { recogniseNotification } from '#notify/recognition/recognise-notification.ts';
import { judgeDowntime } from '#notify/routing/planned-downtime.ts';
import type { Notification } from '#notify/sources.ts';

/** A message as AWS delivers it, recognised. */
const fixture = (name: string): Notification => {
  const [received] = receivedIn(JSON.parse(readFileSync(`test/fixtures/notifications/${name}.json`, 'utf8')));
  if (!received) throw new Error(`${name} holds no message`);
  return recogniseNotification(received);
};

const at = (time: string): number => Date.parse(`2026-11-20T${time}Z`);
const evening: Pick<Expectation, 'run' | 'reason' | 'from' | 'until'> = {
  run: 'staging-stop-1',
  reason: 'stop of staging',
  from: '2026-11-20T20:00:00Z',
  until: '2026-11-20T22:00:00Z',
};
/** Expects whatever the notification is about, by every name that it has. */
const expecting = ({ name, resources }: Notification): Expectation => ({
  ...evening,
  alarms: [name],
  identities: [name, ...resources],
});

const alarm = { ...fixture('metric-alarm'), resources: ['atlas/scoring'] };

describe('a planned downtime', () => {
  test.each([
    ['before it', '19:59:59', 'unexpected'],
    ['at its first moment', '20:00:00', 'expected'],
    ['during it', '21:00:00', 'expected'],
    ['at its last moment', '22:00:00', 'expected'],
    ['after ready and grace', '22:00:01', 'unexpected'],
  ])('a planned downtime judges a message by when AWS said it: %s', (_when, time, kind) => {
    const changed = { ...alarm, at: `2026-11-20T${time}Z` };
    expect(judgeDowntime(changed, [expecting(alarm)], at(time)).kind).toBe(kind);
  });

  test.each([
    ['by the name of the alarm', { alarms: [alarm.name], identities: [] }, 'expected'],
    ['by what the alarm is about', { alarms: [], identities: ['atlas/scoring'] }, 'expected'],
    ['not by part of a name', { alarms: [alarm.name.slice(1)], identities: ['scoring'] }, 'unexpected'],
    ['not by nothing', { alarms: [], identities: [] }, 'unexpected'],
  ])('a planned downtime matches an alarm %s', (_how, names, kind) => {
    expect(judgeDowntime(alarm, [{ ...evening, ...names }], at('21:00:00')).kind).toBe(kind);
  });

  it.each<[what: string, of: Partial<Notification>, names: Partial<Expectation>, minutes: string, reason: string]>([
    ['is expected', {}, {}, '21:00:00', 'expected until 2026-11-20T22:00:00Z: stop of staging'],
    ['is not in any', {}, { alarms: [], identities: [] }, '21:00:00', 'not in any expectation'],
    ['comes later', { at: '2026-11-20T22:30:00Z' }, {}, '22:30:00', 'outside of the planned downtime'],
    [
      'has been there since',
      { at: '2026-11-20T21:00:00Z' },
      {},
      '22:30:00',
      'has been in alarm since the stop, planned until 2026-11-20T22:00:00Z',
    ],
    ['is of one of its resources', { name: 'x', resources: ['other', 'atlas/scoring'] }, {}, '21:00:00', 'expected'],
    [
      'has the name of an alarm and is none',
      { source: 'rds', resources: [] },
      { identities: [] },
      '21:00:00',
      'not in',
    ],
  ])('a planned downtime explains what %s', (_, of, names, time, reason) => {
    const said = { ...alarm, ...of };

    expect(judgeDowntime(said, [{ ...expecting(alarm), ...names }], at(time)).reason).toContain(reason);
  });

  it('a planned downtime takes a message without a time of its own for as old as it was published', () => {
    const timeless = { ...alarm, at: undefined };

    expect(judgeDowntime(timeless, [expecting(alarm)], at('21:00:00')).kind).toBe('expected');
    expect(judgeDowntime(timeless, [expecting(alarm)], at('22:30:00'))).toMatchObject({ sinceTheStop: false });
  });

  it('a planned downtime that could not cause a message says so', () => {
    const full = fixture('rds-storage-full');

    expect(judgeDowntime(full, [], at('21:00:00')).reason).toBe('no planned downtime causes this');
  });

  it('a planned downtime names the run whose downtime it is', () => {
    const other = { ...expecting(alarm), run: 'staging-stop-0', until: '2026-11-20T20:30:00Z' };
    expect(judgeDowntime(alarm, [other, expecting(alarm)], at('21:00:00'))).toMatchObject({ run: 'staging-stop-1' });
  });

  it.each(['rds-stopped', 'metric-alarm'])('a planned downtime is the cause of %s', (name) => {
    expect(judgeDowntime(fixture(name), [expecting(fixture(name))], at('21:00:00')).kind).toBe('expected');
  });

  it.each([
    'budget-actual',
    'budget-forecasted',
    'budget-action',
    'cost-anomaly',
    'change',
    'data-quality-incident',
    'guardduty-finding',
    'health-issue',
    'health-scheduled-change',
    'rds-storage-full',
    'dms-failure',
    'ecs-task-stopped',
    'ecs-service-action',
    'ecs-deployment-failed',
    'elasticache-failover',
    'elasticache-create-failed',
    'msk-api-call',
    'rds-seven-day-restart',
    'aurora-seven-day-restart',
    'lambda-failure',
    'dead-letter',
    'curfew-report-partial',
    'curfew-report-done',
    'curfew-notice',
    'text',
  ])('a planned downtime is never the cause of %s, whatever it expects', (name) => {
    expect(judgeDowntime(fixture(name), [expecting(fixture(name))], at('21:00:00'))).toMatchObject({
      kind: 'unexpected',
      sinceTheStop: false,
    });
  });

  it('a planned downtime says of what it did not cause that the environment is down, and until when', () => {
    const full = fixture('rds-storage-full');

    expect(judgeDowntime(full, [expecting(full)], at('21:00:00'))).toMatchObject({ downUntil: evening.until });
    expect(judgeDowntime(full, [expecting(full)], at('23:00:00'))).not.toHaveProperty('downUntil');
    expect(judgeDowntime(full, [], at('21:00:00'))).not.toHaveProperty('downUntil');
  });

  test.each([
    ['alarm', '21:00:00', true],
    ['insufficient-data', '21:00:00', false],
    ['event', '21:00:00', false],
    ['ok', '21:00:00', false],
    ['alarm', '23:00:00', false],
  ] as const)(
    'after a planned downtime, a message in the state %s of %s has been there since the stop: %s',
    (state, time, sinceTheStop) => {
      const said = { ...alarm, state, at: `2026-11-20T${time}Z` };
      expect(judgeDowntime(said, [expecting(alarm)], at('23:30:00'))).toMatchObject({
        kind: 'unexpected',
        sinceTheStop,
      });
    },
  );
});
