// The format of `environments/<name>.yaml`: shapes and values. What parts have to do with each other is in relations.ts.
import * as z from 'zod';
import { jobMinutesMax } from '#core/run-limits.ts';
import { awsName, days, distinct, flag, name, region, timeOfDay, timeZone, whole } from '#kinds/fields.ts';
import { alarms } from './alarms.ts';
import { on } from './awake-fields.ts';
import { calendars } from './calendars.ts';
import { cleanup } from './cleanup-fields.ts';
import { notifications } from './notifications.ts';
import { anyResource, exampleResource } from './resource-kinds.ts';

const morning = { days: 'weekdays', at: '08:00' };

const retry = z
  .union(
    [z.literal('off'), z.strictObject({ until: timeOfDay })],
    'is neither `off` nor a time, for example `{ until: "12:00" }`',
  )
  .meta({
    description:
      'Retries of runs that failed for a temporary reason. By default `reconcile` retries until the next slot. `off`: no retries. `until`: no retries after this local time. Under `start` or `stop` it applies to that action only.',
    examples: [{ until: '12:00' }],
  })
  .exactOptional();

/** Either `days` or `on`: relations.ts. */
const weeklySlot = z.strictObject({ days: days.exactOptional(), on, at: timeOfDay, retry });

/** A start may say when everything is to be up, instead of when it begins: relations. */
export const startSlot = weeklySlot.extend({
  at: timeOfDay.exactOptional(),
  readyBy: timeOfDay.exactOptional().meta({
    description:
      'Instead of `at`: the environment is up by this local time. The start begins as early as earlier starts say (the longest chain of dependencies, nine of ten mornings, a margin). Without an earlier start it begins at `notBefore`.',
    examples: ['08:00'],
  }),
  notBefore: timeOfDay.exactOptional().meta({
    description:
      'With `readyBy`: it does not begin before this local time of the same day. Default: two hours before `readyBy`.',
    examples: ['06:00'],
  }),
});

const slotsMax = 10;

/** One alone, or a list of them. */
const oneOrMore = <S extends z.ZodType>(slot: S, help: string, example: unknown) =>
  z
    .union(
      [slot, z.array(slot).min(1, 'has no slot').max(slotsMax, `has more than ${slotsMax} slots`)],
      'is neither a slot nor a list of slots',
    )
    .meta({ description: `${help} One or a list, for example a time of its own for Fridays.`, examples: [example] })
    .exactOptional();

const waitFor = z
  .strictObject({
    tasks: distinct(awsName(/^[\w-]{1,255}$/, 'family of an ECS task definition', 'nightly-report'))
      .min(1, 'has no family')
      .meta({ description: 'Families of task definitions.', examples: [['nightly-report']] }),
    minutes: whole({
      min: 1,
      max: jobMinutesMax,
      example: 120,
      help: 'Maximum wait. After that the stop continues.',
    }).default(120),
  })
  .meta({
    description:
      'Jobs that a scheduled stop waits for: ECS tasks without a service, in the clusters of this environment.',
    examples: [{ tasks: ['nightly-report'], minutes: 120 }],
  });

/** A stop may let jobs finish. */
export const stopSlot = weeklySlot.extend({ waitFor: waitFor.exactOptional() });

const schedule = z
  .strictObject({
    enabled: flag(true, 'Whether scheduled starts and stops run. Manual starts and stops work either way.'),
    toleranceMinutes: whole({
      min: 1,
      max: 720,
      example: 90,
      help: 'A scheduled run that is later than this is skipped as stale.',
    }).default(90),
    spreadMinutes: whole({
      min: 1,
      max: 120,
      example: 15,
      help: 'Moves start and stop later by up to this many minutes. The name of the environment decides by how many, so the time is the same every day, and environments with the same schedule do not all call AWS at once.',
    }).exactOptional(),
    retry,
    start: oneOrMore(startSlot, 'When the environment is started.', morning),
    stop: oneOrMore(stopSlot, 'When the environment is stopped.', morning),
  })
  .meta({
    description: 'When the environment starts and stops: at least one of the two.',
    examples: [{ enabled: true, start: morning }],
    anyOf: [{ required: ['start'] }, { required: ['stop'] }],
  });

const account = z
  .string('is not an account id: 12 digits in quotes')
  .regex(/^\d{12}$/, 'is not an account id: 12 digits in quotes')
  .meta({
    description:
      'AWS account id in quotes. `validate` uses it to distinguish resources of the same name in two accounts.',
    examples: ['000000000000'],
  })
  .exactOptional();

const access = z
  .union(
    [
      z.literal('cluster'),
      z.strictObject({
        services: z
          .literal('cluster')
          .meta({ description: 'As `access: cluster`.', examples: ['cluster'] })
          .exactOptional(),
        policiesPerRole: whole({
          min: 10,
          max: 20,
          example: 20,
          help: 'The quota "Managed policies attached to an IAM role" of the account, if AWS raised it.',
        }).exactOptional(),
      }),
    ],
    'is neither `cluster` nor `{ policiesPerRole: 20 }`',
  )
  .meta({
    description:
      'How far the rights of the functions reach. Without it to each service by its name, some 770 of them. `cluster`: to every service of the ECS clusters that are named, also those that this file does not name.',
    examples: ['cluster'],
  })
  .exactOptional();

const resources = z
  .record(name('camunda-db', 'Your name for the resource, used in commands, reports and `dependsOn`.'), anyResource)
  .refine((entries) => Object.keys(entries).length > 0, 'has no resource')
  .meta({
    description: 'The resources of the environment, each under a name that you choose.',
    examples: [{ 'camunda-db': exampleResource }],
    minProperties: 1,
  });

/** The file as it is written, with the defaults filled in. */
export const environmentFile = z
  .strictObject({
    environment: name('staging', 'Environment name, the same as the file name.'),
    region,
    account,
    timeZone,
    schedule,
    calendars,
    whileDown: z.enum(['report', 'enforce']).default('report').meta({
      description: 'What to do when somebody starts a resource during the downtime: report it, or stop it again.',
    }),
    startAlways: flag(
      true,
      'Default of `startAlways` for all resources. Without it, a start leaves down what somebody had stopped before the last stop.',
    ).default(false),
    notifications,
    alarms,
    access,
    resources,
    cleanup,
  })
  .meta({ title: 'Curfew environment', description: 'One environment that Curfew stops and starts as a whole.' });

export type EnvironmentFile = z.output<typeof environmentFile>;
