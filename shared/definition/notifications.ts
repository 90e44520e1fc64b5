// Where messages go: the default route, further routes, and what messages link to.
import * as z from 'zod';
import { awsName, flag, name } from '#kinds/fields.ts';
import { groupBy, inhibits, pattern, repeatAfter, rule, severity, when } from './conditions.ts';
import { destinationFields, slackExample as slackRoute, to } from './destinations.ts';

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
    continue: flag(
      true,
      'Whether later routes hear of it too; what fits none of them goes to the default one.',
    ).exactOptional(),
    severity: severity.exactOptional(),
    repeatAfter: repeatAfter.exactOptional(),
    groupBy: groupBy.exactOptional(),
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
    groupBy: groupBy.exactOptional(),
    repeatAfter: repeatAfter.exactOptional(),
    inhibits: inhibits.exactOptional(),
    rules: z
      .array(rule)
      .exactOptional()
      .meta({ description: 'How bad things are: the first that fits sets it, before any route is asked.' }),
    logs: z
      .array(logs)
      .exactOptional()
      .meta({ description: 'Where a service logs, by name of the alarm or service: the first that fits is linked.' }),
    accounts: accounts.exactOptional(),
  })
  .meta({ description: 'Where messages about this environment go.', examples: [{ slack: slackRoute }] });
