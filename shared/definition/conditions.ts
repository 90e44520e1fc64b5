// What goes a route's way, or falls under a rule: conditions on a message.
import * as z from 'zod';
import { type NotificationState, notificationSources, type Severity } from '#core/notification.ts';
import { days, flag, timeOfDay } from '#kinds/fields.ts';

const severities = ['critical', 'error', 'warning', 'info'] as const satisfies readonly Severity[];
const states = ['alarm', 'ok', 'insufficient-data', 'event'] as const satisfies readonly NotificationState[];

export const pattern = z.string('is not text').min(1, 'is empty').max(255, 'is longer than any name');

/** One value, or a list of them. */
const oneOrMore = <T extends z.ZodType<string>>(item: T, example: string, help: string) =>
  z
    .union([item.transform((one): z.output<T>[] => [one]), z.array(item).min(1, 'names nothing')], 'is not known here')
    .meta({ description: help, examples: [example] })
    .exactOptional();

/** Names and what their values have to be. */
const named = (example: Readonly<Record<string, string>>, help: string) =>
  z
    .record(
      pattern,
      z.union(
        [pattern.transform((one) => [one]), z.array(pattern).min(1, 'names nothing')],
        'is not text, and no list of texts',
      ),
    )
    .refine((entries) => Object.keys(entries).length > 0, 'names nothing')
    .meta({ description: help, examples: [example], minProperties: 1 })
    .exactOptional();

const time = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    days: days.exactOptional().meta({ description: 'On which it begins; every day if they are left out.' }),
  })
  .refine(({ from, to }) => from !== to, 'begins when it ends')
  .meta({
    description: 'When AWS said it, in the time zone of the environment; `to` before `from` is on the next day.',
    examples: [{ from: '22:00', to: '06:00' }],
  });

export const severity = z.enum(severities).meta({
  description: 'How bad it counts as, whatever it says itself; a return to normal stays one.',
  examples: ['warning'],
});

export const when = z
  .strictObject({
    source: oneOrMore(z.enum(notificationSources), 'budget', 'Who speaks.'),
    name: oneOrMore(pattern, '*-high-cpu', 'The name of the alarm, budget, resource, …; `*` stands for anything.'),
    severity: oneOrMore(
      z.enum(severities),
      'error',
      'How bad it is. An alarm is an error, a return to normal is info.',
    ),
    state: oneOrMore(z.enum(states), 'alarm', 'What became of it; `event` for what has no state.'),
    budget: oneOrMore(pattern, 'atlas-*', 'The name of a budget; `*` stands for anything.'),
    account: oneOrMore(pattern, 'production', 'The account: its id in quotes, or its alias from `accounts`.'),
    region: oneOrMore(pattern, 'us-*', 'The region by code.'),
    environment: oneOrMore(pattern, 'prod', 'The environment whose resources it is about, where that is certain.'),
    namespace: oneOrMore(pattern, 'AWS/RDS', 'The namespace of the metric.'),
    topic: oneOrMore(pattern, '*-security', 'The name of the SNS topic by which it came.'),
    text: oneOrMore(pattern, 'out of memory', 'Words in its subject or text, in upper or lower case; `*` within them.'),
    dimension: named({ ServiceName: 'atlas-*' }, 'Dimensions of the metric, or attributes of the series.'),
    tag: named({ team: 'payments' }, 'Tags of the alarm or resource, where AWS sends them along.'),
    attribute: named({ severity: 'high' }, 'Attributes of the SNS message.'),
    time: time.exactOptional(),
  })
  .refine((conditions) => Object.keys(conditions).length > 0, 'has no condition, so that no later route could ever fit')
  .meta({
    description: 'What goes this way: every key must hold; of a list, one.',
    examples: [{ source: 'budget' }],
    minProperties: 1,
  });

const groupKey = z.union(
  [
    z.enum(['service', 'cluster', 'namespace', 'source', 'name', 'account', 'region']),
    z.templateLiteral(['tag:', z.string().min(1).max(128)]),
    z.templateLiteral(['dimension:', z.string().min(1).max(255)]),
  ],
  'is not `service`, `cluster`, `namespace`, `source`, `name`, `account`, `region`, `tag:…` or `dimension:…`',
);

/** The queue of reminders comes by every quarter of an hour. */
export const repeatAfter = z
  .string()
  .regex(/^(?:(?:1[5-9]|[2-9]\d|\d{3})m|[1-9]\d{0,2}h|[1-9]\d?d)$/, 'is not a duration from 15m on, like 30m, 4h or 1d')
  .meta({ description: 'After how long an alarm that is still in alarm is said again.', examples: ['4h'] });

const patterns = (example: string, help: string) =>
  z
    .union(
      [pattern.transform((one) => [one]), z.array(pattern).min(1, 'names nothing')],
      'is not text, and no list of texts',
    )
    .meta({ description: help, examples: [example] });

export const inhibits = z
  .strictObject({
    dependents: flag(
      true,
      'Alarms about whatever depends on what an alarm is about: of services on their database.',
    ).exactOptional(),
    children: flag(true, 'The alarms that a composite alarm is made of.').exactOptional(),
    alarms: z
      .array(
        z.strictObject({
          while: patterns('*-db-*', 'The alarms that silence others; `*` stands for anything.'),
          silences: patterns('*-web-*', 'The alarms that they silence; `*` stands for anything.'),
        }),
      )
      .exactOptional()
      .meta({ description: 'By the names of alarms.' }),
  })
  .meta({
    description:
      'What an alarm silences while it is in alarm, because it is the cause: counted, and said when that is over.',
    examples: [{ dependents: true, children: true }],
  });

export const groupBy = z
  .union(
    [groupKey.transform((one) => [one]), z.array(groupKey).min(1, 'names nothing').max(5, 'is longer than five')],
    'is not `service`, `cluster`, `namespace`, `source`, `name`, `account`, `region`, `tag:…` or `dimension:…`, nor a list of these',
  )
  .meta({
    description: 'What messages have in common that are said together when there is much at once.',
    examples: [['service', 'cluster']],
  });

export const rule = z
  .strictObject({ when, severity })
  .meta({ examples: [{ when: { name: '*-batch-*' }, severity: 'warning' }] });
