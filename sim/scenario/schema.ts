// The format of scenario files, as docs/scenarios.md describes it: shapes and values of the parts. What they have to do with
// each other and with the definition is in relations.ts.
import * as z from 'zod';
import { timeOfDay } from '#kinds/fields.ts';
import { expectPart } from './expect-schema.ts';
import { duration, flag, minutes, text, time, times, timeText, whole } from './fields.ts';
import { operation } from './operation.ts';

const exampleTime = '2026-11-20T20:00:00-03:00';

const functionName = z.enum(['start', 'stop']).meta({ examples: ['stop'] });
const anyFunction = z.enum(['start', 'stop', 'reconcile']).meta({ examples: ['stop'] });

const fault = z.strictObject({
  operation,
  resource: text('camunda-db').optional(),
  item: text('MEMORY#scoring').optional(),
  error: text('ThrottlingException').optional(),
  latencySeconds: whole(1, 3_600, 25).optional(),
  lostResponse: z
    .literal(true)
    .meta({ examples: [true] })
    .optional(),
  times: times.optional(),
  every: times.optional(),
  until: time.optional(),
});

/** What an entry of the timeline can do, each by its own key. */
export const actions = {
  override: z.strictObject({
    upUntil: time.optional(),
    downUntil: time.optional(),
    release: z
      .literal(true)
      .meta({ examples: [true] })
      .optional(),
    by: text('ana').optional(),
    why: text('release').optional(),
  }),
  invoke: z.strictObject({
    function: anyFunction,
    input: z
      .record(z.string(), z.unknown())
      .meta({ examples: [{ requestedBy: 'ana', why: 'release' }] })
      .default({}),
  }),
  deploy: z.strictObject({ by: text('release 4.2'), minutes: minutes(20) }),
  deliver: z.strictObject({ function: functionName, scheduledTime: timeText, times: times.default(1) }),
  switch: z.strictObject({ enabled: flag(false) }),
  scale: z.strictObject({
    resource: text('scoring'),
    by: z.enum(['alarm', 'schedule']).meta({ examples: ['alarm'] }),
    to: whole(0, 1_000, 3),
  }),
  runTask: z.strictObject({ cluster: text('atlas'), family: text('nightly-report'), minutes: minutes(40) }),
  set: z.looseObject({ resource: text('scoring') }).meta({ examples: [{ resource: 'scoring', desired: 5 }] }),
  fault,
  crash: z.strictObject({
    function: functionName,
    afterCalls: whole(1, 10_000, 3),
    forGood: flag(true).default(false),
  }),
  schedules: z.strictObject({
    lost: z.literal(true).meta({ examples: [true] }),
    until: time,
    only: z
      .array(z.enum(['start', 'stop', 'reconcile', 'events']))
      .meta({ examples: [['reconcile']] })
      .optional(),
  }),
  editSchedule: z
    .strictObject({
      function: functionName,
      at: timeOfDay.exactOptional(),
      enabled: flag(false).exactOptional(),
      deleted: z
        .literal(true)
        .meta({ examples: [true] })
        .exactOptional(),
    })
    .refine(
      ({ at, enabled, deleted }) => [at, enabled, deleted].filter((one) => one !== undefined).length === 1,
      'has not exactly one of `at`, `enabled` and `deleted`',
    )
    .meta({ examples: [{ function: 'stop', at: '21:00' }] }),
  definition: z
    .strictObject({
      remove: z
        .array(text('kafka-ui'))
        .meta({ examples: [['kafka-ui']] })
        .optional(),
      rename: z
        .record(z.string(), text('shop'))
        .meta({ examples: [{ web: 'shop' }] })
        .optional(),
      change: z
        .record(z.string(), z.unknown())
        .meta({ examples: [{ resources: { scoring: { fallbackDesired: 3 } } }] })
        .optional(),
    })
    .meta({ examples: [{ remove: ['kafka-ui'] }] }),
  alarm: z.strictObject({ name: text('scoring-running-tasks'), muted: flag(true) }),
  slack: z.strictObject({
    status: z
      .int('is not an HTTP status')
      .refine((value) => value === 200 || (value >= 400 && value <= 599), 'is not a Slack status: 200, or 400 to 599')
      .meta({ examples: [429] }),
    retryAfterSeconds: whole(1, 86_400, 2).optional(),
    times: times.optional(),
    until: time.optional(),
  }),
} as const;

export type ActionName = keyof typeof actions;

export const alarm = z.strictObject({
  name: text('scoring-running-tasks'),
  watches: text('scoring'),
  muted: flag(false).default(false),
  disabled: flag(false).default(false),
  scales: flag(false).default(false),
  whenMissing: z
    .enum(['ALARM', 'INSUFFICIENT_DATA'])
    .meta({ examples: ['ALARM'] })
    .default('ALARM'),
});

const clock = z.strictObject({ from: time, to: time }).meta({
  examples: [{ from: '2026-11-20T19:30:00-03:00', to: '2026-11-21T09:00:00-03:00' }],
});

/** The file as a whole. Entries of `world`, `alarms` and `timeline` are held against their own schemas, one by one. */
export const scenarioFile = z.strictObject({
  name: text('slow database').regex(/^\P{Cc}+$/u, 'is not one line of text'),
  environment: z
    .union([text('../definitions/staging.yaml'), z.record(z.string(), z.unknown())])
    .meta({ examples: ['../definitions/staging.yaml'] }),
  others: z
    .array(z.union([text('../definitions/staging2.yaml'), z.record(z.string(), z.unknown())]))
    .meta({ examples: [['../definitions/staging2.yaml']] })
    .default([]),
  seed: whole(0, 999_999_999, 7).default(1),
  clock: clock.optional(),
  installedFor: duration.optional(),
  world: z
    .record(z.string(), z.unknown())
    .meta({ examples: [{ scoring: { desired: 2 } }] })
    .default({}),
  alarms: z
    .array(z.unknown())
    .meta({ examples: [[{ name: 'scoring-running-tasks', watches: 'scoring' }]] })
    .default([]),
  timeline: z
    .array(z.unknown())
    .meta({ examples: [[{ at: exampleTime, set: { resource: 'scoring', desired: 5 } }]] })
    .default([]),
  expect: expectPart.optional(),
});

const { environment, others, clock: night, world, alarms, timeline, expect } = scenarioFile.shape;

/** The parts of a file that can be read, also where others are wrong. */
export const scenarioOutline = z
  .object({
    environment: environment.optional().catch(undefined),
    others: others.catch([]),
    clock: night.or(z.literal('unreadable')).catch('unreadable'),
    world: world.catch({}),
    alarms: alarms.catch([]),
    timeline: timeline.catch([]),
    expect: expect.catch(undefined),
  })
  .catch({
    environment: undefined,
    others: [],
    clock: undefined,
    world: {},
    alarms: [],
    timeline: [],
    expect: undefined,
  });

export type ScenarioOutline = z.output<typeof scenarioOutline>;
