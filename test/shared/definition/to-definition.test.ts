// From a valid file to the definition that everything else works with.
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { validYaml } from './wrong-file.ts';

describe('a valid definition', () => {
  const definition = parseDefinition(validYaml, 'qa.yaml');
  const resource = (name: string) => definition.resources.find((each) => each.name === name);

  it('a valid definition keeps its resources in the order of the file', () => {
    expect(definition.resources.map(({ name }) => name)).toEqual([
      'db',
      'cache',
      'kafka',
      'camunda',
      'scoring',
      'sink',
    ]);
  });

  it('a valid definition has everything that the file says, and nothing that it leaves out', () => {
    expect({ ...definition, resources: [] }).toEqual({
      environment: 'qa',
      region: 'us-east-1',
      timeZone: 'America/Fortaleza',
      schedule: {
        enabled: true,
        toleranceMinutes: 60,
        start: { days: ['mon', 'tue'], at: '08:00' },
        stop: { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], at: '20:00' },
      },
      calendars: [],
      whileDown: 'report',
      notifications: { slack: { channel: '#qa', webhookSecret: 'qa/slack-webhook' }, routes: [], runbooks: [] },
      alarms: { mute: [], graceMinutes: 10 },
      resources: [],
    });
    expect(resource('scoring')).toEqual({
      name: 'scoring',
      kind: 'ecs-service',
      cluster: 'qa',
      service: 'qa-scoring',
      fallbackDesired: 2,
      dependsOn: ['camunda', 'kafka'],
      deadlineSeconds: { start: 45 * 60, stop: 30 * 60 },
      optional: false,
    });
    expect(resource('camunda')).not.toHaveProperty('fallbackDesired');
    expect(resource('cache')).toHaveProperty('whenStopped', 'keep');
    expect(resource('sink')).toHaveProperty('optional', true);
  });

  it.each([
    ['db', 90, 90],
    ['camunda', 30, 30],
    ['cache', 60, 60],
    ['kafka', 60, 5],
    ['sink', 15, 15],
  ])('a valid definition gives %s the deadlines of its kind', (name, start, stop) => {
    expect(resource(name)?.deadlineSeconds).toEqual({ start: start * 60, stop: stop * 60 });
  });

  it('a valid definition has a tolerance of 90 minutes unless it says otherwise', () => {
    const without = parseDefinition(validYaml.replace('  toleranceMinutes: 60\n', ''), 'qa.yaml');
    expect(without.schedule.toleranceMinutes).toBe(90);
  });

  it('a valid definition may have a start only, or a stop only', () => {
    const stopOnly = parseDefinition(validYaml.replace(/ {2}start: {.*\n/, ''), 'qa.yaml');
    expect(stopOnly.schedule).not.toHaveProperty('start');
    expect(parseDefinition(validYaml.replace(/ {2}stop: {.*\n/, ''), 'qa.yaml').schedule).not.toHaveProperty('stop');
  });

  it('a valid definition understands `weekdays` as the days from Monday to Friday', () => {
    const { schedule } = parseDefinition(validYaml.replace('every day', 'weekdays'), 'qa.yaml');
    expect(schedule.stop).toHaveProperty('days', ['mon', 'tue', 'wed', 'thu', 'fri']);
  });

  it('a valid definition may start and stop at the same time on different days', () => {
    const text = validYaml.replace('every day', '[sun]').replace('"20:00"', '"08:00"');
    expect(parseDefinition(text, 'qa.yaml').schedule.stop?.at).toBe('08:00');
  });

  it.each(['UTC', 'Europe/Paris', 'Etc/GMT+3', 'US/Eastern'])('a valid definition may be in the zone %s', (zone) => {
    expect(parseDefinition(validYaml.replace('America/Fortaleza', zone), 'qa.yaml').timeZone).toBe(zone);
  });

  it('a valid definition may use anchors and merges, and problems are shown where the text is', () => {
    const text = validYaml
      .replace('  camunda:\n', '  camunda: &service\n')
      .replace(
        '    kind: ecs-service\n    cluster: qa\n    service: qa-scoring',
        '    <<: *service\n    service: qa-scoring',
      );
    expect(parseDefinition(text, 'qa.yaml').resources).toEqual(definition.resources);
    expect(() => parseDefinition(text.replace('cluster: qa\n', 'cluster: q a\n'), 'qa.yaml')).toThrow(
      /qa\.yaml:21:14: resources\.camunda\.cluster: .*\n {2}qa\.yaml:21:14: resources\.scoring\.cluster: /,
    );
  });

  it('a valid definition may have Windows line endings', () => {
    expect(parseDefinition(validYaml.replaceAll('\n', '\r\n'), 'qa.yaml')).toEqual(definition);
  });
});

describe('calendars', () => {
  const withCalendars = (lines: string) => parseDefinition(`${validYaml}\ncalendars:\n${lines}`, 'qa.yaml').calendars;

  it('calendars close single days and stretches of days, several calendars at once', () => {
    expect(
      withCalendars(`  brazil:
    - { date: 2026-12-25, name: Christmas }
    - { from: 2026-12-31, to: 2027-01-01, name: New Year }
  berlin:
    - { date: 2026-10-03, name: Unity }
`),
    ).toEqual([
      {
        name: 'brazil',
        closed: [
          { from: '2026-12-25', to: '2026-12-25', name: 'Christmas' },
          { from: '2026-12-31', to: '2027-01-01', name: 'New Year' },
        ],
      },
      { name: 'berlin', closed: [{ from: '2026-10-03', to: '2026-10-03', name: 'Unity' }] },
    ]);
  });

  it.each([
    ['  brazil: [{ date: 2026-02-30, name: never }]', 'date'],
    ['  brazil: [{ from: 2027-01-02, to: 2027-01-01, name: backwards }]', 'ends before it begins'],
    ['  brazil: [{ date: 2026-12-25 }]', 'name'],
  ])('calendars are refused: %s', (lines, reason) => {
    expect(() => withCalendars(lines)).toThrow(reason);
  });
});

describe('what is left alone', () => {
  const yaml = validYaml.replace(/^( {2}scoring:\n)/m, '$1    leaveAlone: Ana measures it\n');
  const { resources } = parseDefinition(yaml, 'qa.yaml');

  it('what is left alone keeps up everything it depends on, directly or not, and nothing else', () => {
    expect(resources.flatMap(({ name, leaveAlone }) => (leaveAlone ? [`${name}: ${leaveAlone}`] : []))).toEqual([
      'scoring: Ana measures it',
    ]);
    expect(resources.flatMap(({ name, keptUp }) => (keptUp ? [name] : []))).toEqual(['db', 'kafka', 'camunda']);
  });

  it.each(['""', '" "', '"two\\nlines"', 'true'])('what is left alone needs a reason in words, not %s', (reason) => {
    const wrong = validYaml.replace(/^( {2}scoring:\n)/m, `$1    leaveAlone: ${reason}\n`);

    expect(() => parseDefinition(wrong, 'qa.yaml')).toThrow(/leaveAlone/);
  });
});
