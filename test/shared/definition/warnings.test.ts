// What is allowed in a definition and probably not meant.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { regions, regionsWithDurableFunctions } from '#definition/regions.ts';
import { staysUpFor } from '#definition/schedule/stays-up.ts';
import { warningsIn } from '#definition/warnings.ts';
import { weekdays } from '#kinds/fields.ts';
import { validYaml } from './wrong-file.ts';

const told = (...changes: readonly (readonly [string, string])[]): string[] => {
  const text = changes.reduce((file, [from, to]) => file.replace(from, to), validYaml);
  return warningsIn(parseDefinition(text, 'qa.yaml')).map(
    ({ path, what, remedy }) => `${path.join('.')}: ${what}; ${remedy}`,
  );
};

const days = (start: string, stop: string): readonly [string, string][] => [
  ['start: { days: [mon, tue], at: "08:00" }', `start: ${start}`],
  ['stop: { days: every day, at: "20:00" }', `stop: ${stop}`],
];

describe('a definition that is fine', () => {
  it('a definition that is fine is not warned about', () => {
    expect(told()).toEqual([]);
  });
});

describe('a working day', () => {
  it.each([
    ['like one that has a start', 'true', []],
    [
      'like one that has none',
      'sun',
      [
        'calendars.works: moving (2026-11-21) is open, but `sun` has no start: nothing is started; name a day that has one: `open: mon`',
      ],
    ],
  ])('a working day %s', (_, open, warnings) => {
    const calendars = `calendars: { works: [{ date: "2026-11-21", name: moving, open: ${open} }] }\nschedule:`;

    expect(told(['schedule:', calendars])).toEqual(warnings);
  });
});

describe('a gap in the week', () => {
  it.each([
    [
      'a night shift that ends on weekdays',
      '{ days: weekdays, at: "14:00" }',
      '{ days: weekdays, at: "02:00" }',
      ['from Friday 14:00 to Monday 02:00 (60 h); add `sat`'],
    ],
    [
      'the same with the stop of Saturday',
      '{ days: weekdays, at: "14:00" }',
      '{ days: [tue, wed, thu, fri, sat], at: "02:00" }',
      [],
    ],
    [
      'a forgotten day',
      '{ days: every day, at: "08:00" }',
      '{ days: [mon, tue, thu, fri, sat, sun], at: "20:00" }',
      ['from Wednesday 08:00 to Thursday 20:00 (36 h); add `wed`'],
    ],
    [
      'starts in a row',
      '{ days: every day, at: "08:00" }',
      '{ days: [fri], at: "20:00" }',
      ['from Saturday 08:00 to Friday 20:00 (156 h); add `sat`'],
    ],
    ['stops in a row', '{ days: [mon], at: "08:00" }', '{ days: every day, at: "20:00" }', []],
    [
      'a stay over the end of the week',
      '{ days: [sun], at: "23:30" }',
      '{ days: [tue], at: "00:00" }',
      ['from Sunday 23:30 to Tuesday 00:00 (24 h 30 min); add `mon`'],
    ],
    ['a day to the minute', '{ days: [mon], at: "08:00" }', '{ days: [tue], at: "08:00" }', []],
    [
      'two gaps',
      '{ days: [mon, thu], at: "08:00" }',
      '{ days: [wed, sat], at: "07:00" }',
      [
        'from Monday 08:00 to Wednesday 07:00 (47 h); add `tue`',
        'from Thursday 08:00 to Saturday 07:00 (47 h); add `fri`',
      ],
    ],
  ])('a gap in the week is told with its length and the day that is missing: %s', (_why, start, stop, expected) => {
    const gaps = told(...days(start, stop));

    expect(gaps).toHaveLength(expected.length);
    for (const [index, gap] of gaps.entries()) expect(gap).toContain(expected[index]);
  });

  it('a gap in the week is told where nothing is ever stopped, and not where nothing is started', () => {
    expect(told(['  stop: { days: every day, at: "20:00" }\n', ''])).toEqual([
      expect.stringContaining('has no `stop`'),
    ]);
    expect(told(['  start: { days: [mon, tue], at: "08:00" }\n', ''])).toEqual([]);
  });

  it('a gap in the week is no matter of closed days: they take starts away, never a stop', () => {
    const closed = 'timeZone: America/Fortaleza\ncalendars: { br: [{ date: 2026-12-25, name: Christmas }] }';
    expect(told(['timeZone: America/Fortaleza', closed])).toEqual([]);
  });

  it('a gap in the week is found exactly where some minute of the week has been up for more than a day', () => {
    const slot = fc.record({
      days: fc.subarray([...weekdays], { minLength: 1 }),
      at: fc.constantFrom('00:00', '02:00', '08:00', '14:00', '20:00', '23:00'),
    });
    const hour = (at: string): number => Number(at.slice(0, 2));
    /** Played hour by hour over two weeks, of which the first one settles it. */
    const longest = (start: typeof slot extends fc.Arbitrary<infer S> ? S : never, stop: typeof start): number => {
      let [upFor, most] = [-1, 0];
      for (let at = 0; at < 3 * 7 * 24; at++) {
        const day = weekdays[Math.floor(at / 24) % 7] ?? 'mon';
        if (upFor >= 0) upFor++;
        if (at >= 7 * 24) most = Math.max(most, upFor);
        if (stop.days.includes(day) && hour(stop.at) === at % 24) upFor = -1;
        if (start.days.includes(day) && hour(start.at) === at % 24 && upFor < 0) upFor = 0;
      }
      return most;
    };
    fc.assert(
      fc.property(slot, slot, (start, stop) => {
        fc.pre(start.at !== stop.at);
        const stays = staysUpFor(start, stop);
        expect(Math.max(0, ...stays.map(({ hours }) => hours))).toBe(
          longest(start, stop) > 24 ? longest(start, stop) : 0,
        );
      }),
    );
  });
});

describe('a region', () => {
  it.each([
    ['eu-west-9', 'is not an AWS region (as of 2026-11); did you mean `eu-west-1`?'],
    ['xx-nowhere-1', 'is not an AWS region (as of 2026-11); check it'],
    ['sa-east-1', 'start and stop need durable functions, which Lambda may not have in `sa-east-1`'],
  ])('a region is warned about: %s', (region, expected) => {
    expect(told(['us-east-1', region])).toEqual([expect.stringContaining(expected)]);
  });

  it('a region with durable functions is one of those that there are, and is not warned about', () => {
    for (const region of regionsWithDurableFunctions) {
      expect(regions).toContain(region);
      expect(told(['us-east-1', region])).toEqual([]);
    }
  });
});

describe('dependencies', () => {
  const bare = validYaml.replace(/^ +dependsOn: .*\n/gm, '').replace('dependsOn: [kafka], ', '');
  const toldOf = (text: string): string[] => warningsIn(parseDefinition(text, 'qa.yaml')).map(({ what }) => what);

  it('dependencies look forgotten where services stand beside databases and nothing needs anything', () => {
    expect(toldOf(bare)).toEqual([expect.stringContaining('6 resources and no `dependsOn`')]);
  });

  it('dependencies are nobody’s business where there is only one side', () => {
    const [head = ''] = bare.split('resources:\n');
    expect(
      toldOf(
        `${head}resources:\n  db: { kind: rds-instance, instance: a }\n  db2: { kind: rds-instance, instance: b }\n`,
      ),
    ).toEqual([]);
    expect(
      toldOf(
        `${head}resources:\n  a: { kind: ecs-service, cluster: c, service: a }\n  b: { kind: ecs-service, cluster: c, service: b }\n`,
      ),
    ).toEqual([]);
  });
});

describe('gates that protect nothing', () => {
  const pipeOf = (more: string): string =>
    `organization: 123abcd0-e9b5-4f55-9e42-0fb04392445c, service: 2e2124ca-c5ac-459d-a6f2-abc123549d2a, credentialsSecret: qa/clickhouse${more}`;
  const withResources = (...lines: readonly string[]): string[] =>
    told(['resources:', `resources:\n${lines.map((line) => `  ${line}`).join('\n')}`]).filter((one) =>
      one.startsWith('resources.'),
    );

  it('a warning says of a gate on a stop that it keeps nothing up, unless it depends on something', () => {
    const gate = (more: string): string => `jobs: { kind: sqs-queue, queue: qa-jobs, ifNotDrained: continue${more} }`;

    expect(withResources(gate(''))).toEqual([
      'resources.jobs: keeps nothing up: it depends on nothing; let it depend on what empties it, and the producer on it',
    ]);
    expect(withResources(gate(', dependsOn: [db]'))).toEqual([]);
  });

  it('a warning says of a ClickPipe that it does not depend on its service', () => {
    const service = `house: { kind: clickhouse-cloud-service, ${pipeOf('')} }`;
    const pipe = (more: string): string =>
      `pipe: { kind: clickpipe, ${pipeOf(`, pipe: 7d9d0b3a-6a1f-4a0e-9a53-0c2f6c1d5e11${more}`)} }`;

    expect(withResources(service, pipe(''))).toEqual([
      'resources.pipe: writes to `house` and does not depend on it: a stop may stop the service first; add `dependsOn: [house]`',
    ]);
    expect(withResources(service, pipe(', dependsOn: [house]'))).toEqual([]);
  });
});
