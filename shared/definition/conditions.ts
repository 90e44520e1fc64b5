// What goes a route's way, or falls under a rule: conditions on a message.
import * as z from 'zod';
import { type NotificationState, notificationSources, type Severity } from '#core/notification.ts';
import { days, flag, timeOfDay } from '#kinds/fields.ts';

const severities = ['critical', 'error', 'warning', 'info'] as const satisfies readonly Severity[];
const states = ['alarm', 'ok', 'insufficient-data', 'event'] as const satisfies readonly NotificationState[];

export const pattern = z.string('is not text').min(1, 'is empty').max(255, 'is longer than any name can be can be');

/** One value, or a list of them. */
const oneOrMore = <T extends z.ZodType<string>>(item: T, example: string, help: string) =>
  z
    .union([item.transform((one): z.output<T>[] => [one]), z.array(item).min(1, 'is empty')], 'is not known here')
    .meta({ description: help, examples: [example] })
    .exactOptional();

/** Names and what their values have to be. */
const named = (example: Readonly<Record<string, string>>, help: string) =>
  z
    .record(
      pattern,
      z.union(
        [pattern.transform((one) => [one]), z.array(pattern).min(1, 'is empty')],
        'is neither text nor a list of texts',
      ),
    )
    .refine((entries) => Object.keys(entries).length > 0, 'is empty')
    .meta({ description: help, examples: [example], minProperties: 1 })
    .exactOptional();

const time = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    days: days.exactOptional().meta({ description: 'Days on which the period begins. Default: every day.' }),
  })
  .refine(({ from, to }) => from !== to, 'begins when it ends')
  .meta({
    description:
      'When AWS sent the message, in the time zone of the environment. A `to` before `from` is on the next day.',
    examples: [{ from: '22:00', to: '06:00' }],
  });

export const severity = z.enum(severities).meta({
  description: 'Severity to use instead of the one in the message. A return to normal keeps its severity.',
  examples: ['warning'],
});

export const when = z
  .strictObject({
    source: oneOrMore(z.enum(notificationSources), 'budget', 'Source of the message.'),
    name: oneOrMore(pattern, '*-high-cpu', 'Name of the alarm, budget or resource. `*` matches any text.'),
    severity: oneOrMore(z.enum(severities), 'error', 'Severity. An alarm is an error, a return to normal is info.'),
    state: oneOrMore(z.enum(states), 'alarm', 'New state; `event` for messages without a state.'),
    budget: oneOrMore(pattern, 'atlas-*', 'Budget name. `*` matches any text.'),
    account: oneOrMore(pattern, 'production', 'AWS account: id in quotes, or an alias from `accounts`.'),
    region: oneOrMore(pattern, 'us-*', 'Region code.'),
    environment: oneOrMore(pattern, 'prod', 'Environment of the resource, if it is known for certain.'),
    namespace: oneOrMore(pattern, 'AWS/RDS', 'Namespace of the metric.'),
    topic: oneOrMore(pattern, '*-security', 'Name of the SNS topic that delivered the message.'),
    text: oneOrMore(pattern, 'out of memory', 'Words in the subject or text, case-insensitive. `*` matches any text.'),
    dimension: named({ ServiceName: 'atlas-*' }, 'Dimensions of the metric, or attributes of the series.'),
    tag: named({ team: 'payments' }, 'Tags of the alarm or resource, if AWS sends them.'),
    attribute: named({ severity: 'high' }, 'Attributes of the SNS message.'),
    time: time.exactOptional(),
  })
  .refine((conditions) => Object.keys(conditions).length > 0, 'has no condition, so later routes can never match')
  .meta({
    description: 'Conditions: every key must match; in a list, one value must match.',
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
  .regex(
    /^(?:(?:1[5-9]|[2-9]\d|\d{3})m|[1-9]\d{0,2}h|[1-9]\d?d)$/,
    'is not a duration of at least 15m, for example 30m, 4h or 1d',
  )
  .meta({ description: 'When to post again about an alarm that is still in alarm.', examples: ['4h'] });

const patterns = (example: string, help: string) =>
  z
    .union(
      [pattern.transform((one) => [one]), z.array(pattern).min(1, 'is empty')],
      'is neither text nor a list of texts',
    )
    .meta({ description: help, examples: [example] });

export const inhibits = z
  .strictObject({
    dependents: flag(
      true,
      'Suppress alarms of dependants, for example of services while their database is in alarm.',
    ).exactOptional(),
    children: flag(true, 'Suppress the alarms that a composite alarm consists of.').exactOptional(),
    alarms: z
      .array(
        z.strictObject({
          while: patterns('*-db-*', 'Alarms that suppress others. `*` matches any text.'),
          silences: patterns('*-web-*', 'Alarms that are suppressed. `*` matches any text.'),
        }),
      )
      .exactOptional()
      .meta({ description: 'Rules by alarm name.' }),
  })
  .meta({
    description:
      'Alarms to suppress while the alarm that causes them is active. They are counted, and summarised when it is over.',
    examples: [{ dependents: true, children: true }],
  });

export const groupBy = z
  .union(
    [groupKey.transform((one) => [one]), z.array(groupKey).min(1, 'is empty').max(5, 'has more than five entries')],
    'is not `service`, `cluster`, `namespace`, `source`, `name`, `account`, `region`, `tag:…` or `dimension:…`, nor a list of these',
  )
  .meta({
    description: 'How to group messages into one digest when many arrive at once.',
    examples: [['service', 'cluster']],
  });

export const rule = z
  .strictObject({ when, severity })
  .meta({ examples: [{ when: { name: '*-batch-*' }, severity: 'warning' }] });
