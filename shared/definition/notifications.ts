// Where messages go: the default route, further routes, and what messages link to.
import * as z from 'zod';
import { type NotificationState, notificationSources, type Severity } from '#core/notification.ts';
import { awsName, name } from '#kinds/fields.ts';
import { destinationFields, slackExample as slackRoute, to } from './destinations.ts';

const severities = ['critical', 'error', 'warning', 'info'] as const satisfies readonly Severity[];
const states = ['alarm', 'ok', 'insufficient-data', 'event'] as const satisfies readonly NotificationState[];

const pattern = z.string().min(1, 'is empty').max(255, 'is longer than any name');

/** One value, or a list of them. */
const oneOrMore = <T extends z.ZodType<string>>(item: T, example: string, help: string) =>
  z
    .union([item.transform((one): z.output<T>[] => [one]), z.array(item).min(1, 'names nothing')], 'is not known here')
    .meta({ description: help, examples: [example] })
    .exactOptional();

const when = z
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
  })
  .refine((conditions) => Object.keys(conditions).length > 0, 'has no condition, so that no later route could ever fit')
  .meta({
    description: 'What goes this way: every key must hold; of a list, one.',
    examples: [{ source: 'budget' }],
    minProperties: 1,
  });

const mention = z
  .string()
  .regex(
    /^[USW][A-Z0-9]{6,20}$/,
    'is not the id of a person or a group in Slack (U…, W… or S…); channels are not called',
  )
  .meta({
    description: 'The Slack id of a person or a group who is called, except for a return to normal.',
    examples: ['S012AB3CD'],
  });

const route = z
  .strictObject({
    name: name('money', 'What the route is called.'),
    when,
    to: to.exactOptional(),
    ...destinationFields,
    mention: mention.exactOptional(),
    emailCopy: awsName(
      /^[\w-]{1,256}$/,
      'name of an SNS topic of this account and region, whose e-mail subscribers get a copy',
      'poc-atlas-dev-on-call',
    ).exactOptional(),
  })
  .meta({ examples: [{ name: 'money', when: { source: 'budget' }, slack: slackRoute }] });

const url = z
  .string()
  .regex(/^https:\/\/[^\s<>|@"'`]{1,400}$/, 'is not a link: https:// and what follows')
  .meta({
    description: 'A link for people, beginning with https://.',
    examples: ['https://wiki.example.com/runbooks/cpu'],
  });

const runbook = z.strictObject({
  name: pattern.meta({ description: 'Names it is about; `*` stands for anything.', examples: ['*-high-cpu'] }),
  url,
});

const logs = z.strictObject({
  name: pattern.meta({
    description: 'Names of alarms, or of services as `cluster/service`; `*` stands for anything.',
    examples: ['*/poc-atlas-dev-scoring'],
  }),
  group: awsName(/^[\w./#-]{1,512}$/, 'name of a log group of CloudWatch', '/ecs/poc-atlas-dev-scoring'),
});

const accounts = z
  .record(
    z.string().regex(/^\d{12}$/, 'is not the id of an account, which is twelve digits in quotes'),
    z
      .string()
      .regex(/^[^\p{Cc}<>&`]{1,60}$/u, 'is no name of 1 to 60 characters')
      .meta({ description: 'What people call this account.', examples: ['production'] }),
  )
  .meta({
    description: 'What messages call accounts other than the one they come from, by their ids.',
    examples: [{ '111122223333': 'production' }],
  });

export const notifications = z
  .strictObject({
    to: to.exactOptional(),
    ...destinationFields,
    routes: z.array(route).default([]).meta({
      description: 'In order: the first that fits takes the message. What fits none goes to `to`, or to `slack`.',
    }),
    topics: z
      .array(
        awsName(
          /^[\w-]{1,256}$/,
          'name of an SNS topic of this account and region whose messages `alarm-notify` passes on',
          'poc-atlas-dev-slack-alarms',
        ),
      )
      .exactOptional()
      .meta({
        description: 'Topics that `alarm-notify` listens to, besides the operator topic: of alarms, of budgets.',
      }),
    dashboard: awsName(
      /^[\w-]{1,255}$/,
      'name of the CloudWatch dashboard that messages link to',
      'poc-atlas-dev',
    ).exactOptional(),
    runbooks: z
      .array(runbook)
      .default([])
      .meta({ description: 'What to do, by name of the alarm or resource: the first that fits is linked.' }),
    logs: z
      .array(logs)
      .exactOptional()
      .meta({ description: 'Where a service logs, by name of the alarm or service: the first that fits is linked.' }),
    accounts: accounts.exactOptional(),
  })
  .meta({ description: 'Where messages about this environment go.', examples: [{ slack: slackRoute }] });
