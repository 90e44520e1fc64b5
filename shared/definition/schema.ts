// The format of `environments/<name>.yaml`: shapes and values. What parts have to do with each other is in relations.ts.
import * as z from 'zod';
import { jobMinutesMax } from '#core/run-limits.ts';
import { awsName, days, distinct, flag, name, region, timeOfDay, timeZone, whole } from '#kinds/fields.ts';
import { alarms } from './alarms.ts';
import { calendars } from './calendars.ts';
import { cleanup } from './cleanup-fields.ts';
import { notifications } from './notifications.ts';
import { anyResource, exampleResource } from './resource-kinds.ts';

const morning = { days: 'weekdays', at: '08:00' };

const retry = z
  .union(
    [z.literal('off'), z.strictObject({ until: timeOfDay })],
    'is neither `off` nor a time of day, `{ until: "12:00" }`',
  )
  .meta({
    description:
      'What `reconcile` does about a run that failed for a passing reason: it tries again while nothing newer is due, unless this is `off`, or until a local time (the next one after the run was due). Under `start` or `stop` it is for that action alone.',
    examples: [{ until: '12:00' }],
  })
  .exactOptional();

export const weeklySlot = z.strictObject({ days, at: timeOfDay, retry });

const slot = (help: string) => weeklySlot.meta({ description: help, examples: [morning] }).exactOptional();

const waitFor = z
  .strictObject({
    tasks: distinct(awsName(/^[\w-]{1,255}$/, 'family of a task definition of ECS', 'nightly-report'))
      .min(1, 'names no family')
      .meta({ description: 'Families of task definitions.', examples: [['nightly-report']] }),
    minutes: whole({
      min: 1,
      max: jobMinutesMax,
      example: 120,
      help: 'How long at most; then the stop goes on.',
    }).default(120),
  })
  .meta({
    description:
      "Jobs that the schedule's stop lets finish: tasks of ECS that belong to no service, in the clusters of this environment.",
    examples: [{ tasks: ['nightly-report'], minutes: 120 }],
  });

/** A stop may let jobs finish. */
export const stopSlot = weeklySlot.extend({ waitFor: waitFor.exactOptional() });

const schedule = z
  .strictObject({
    enabled: flag(true, 'Whether the schedule acts. People may start and stop by hand all the same.'),
    toleranceMinutes: whole({
      min: 1,
      max: 720,
      example: 90,
      help: 'A delivery later than this is stale and changes nothing.',
    }).default(90),
    retry,
    start: slot('When the environment is started.'),
    stop: stopSlot.meta({ description: 'When the environment is stopped.', examples: [morning] }).exactOptional(),
  })
  .meta({
    description: 'When the environment starts and stops: at least one of the two.',
    examples: [{ enabled: true, start: morning }],
    anyOf: [{ required: ['start'] }, { required: ['stop'] }],
  });

const account = z
  .string('is not the number of an account: 12 digits in quotes')
  .regex(/^\d{12}$/, 'is not the number of an account: 12 digits in quotes')
  .meta({
    description:
      'The AWS account, 12 digits in quotes: only so that `validate` can tell the same names in two accounts apart.',
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
  .record(name('camunda-db', 'A name of ours, used in commands, reports and `dependsOn`.'), anyResource)
  .refine((entries) => Object.keys(entries).length > 0, 'names no resource')
  .meta({
    description: 'What is started and stopped, each by a name of ours.',
    examples: [{ 'camunda-db': exampleResource }],
    minProperties: 1,
  });

/** The file as it is written, with the defaults filled in. */
export const environmentFile = z
  .strictObject({
    environment: name('staging', 'The name of the environment, the same as that of its file.'),
    region,
    account,
    timeZone,
    schedule,
    calendars,
    whileDown: z
      .enum(['report', 'enforce'])
      .default('report')
      .meta({ description: 'Whether what somebody woke while the environment is down is only reported, or put back.' }),
    startAlways: flag(
      true,
      'What `startAlways` is for resources that say nothing of it. Otherwise what people had taken down before a stop stays down at the next start.',
    ).default(false),
    notifications,
    alarms,
    access,
    resources,
    cleanup,
  })
  .meta({ title: 'Curfew environment', description: 'One environment that is turned off and on as a whole.' });

export type EnvironmentFile = z.output<typeof environmentFile>;
