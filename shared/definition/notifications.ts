// Where messages go: the default route, further routes, and what messages link to.
import * as z from 'zod';
import { awsName, flag, name } from '#kinds/fields.ts';
import { groupBy, inhibits, pattern, repeatAfter, rule, severity, when } from './conditions.ts';
import { destinationFields, slackExample as slackRoute, to } from './destinations.ts';

const mention = z
  .string()
  .regex(
    /^[USW][A-Z0-9]{6,20}$/,
    'is not the id of a person or group in Slack (U…, W… or S…); channels cannot be mentioned',
  )
  .meta({
    description: 'Slack id of a person or group to mention. A return to normal mentions nobody.',
    examples: ['S012AB3CD'],
  });

const route = z
  .strictObject({
    name: name('money', 'Route name.'),
    when,
    continue: flag(
      true,
      'Whether later routes are tried too. A message that matches none goes to the default.',
    ).exactOptional(),
    severity: severity.exactOptional(),
    repeatAfter: repeatAfter.exactOptional(),
    groupBy: groupBy.exactOptional(),
    to: to.exactOptional(),
    ...destinationFields,
    mention: mention.exactOptional(),
    emailCopy: awsName(
      /^[\w-]{1,256}$/,
      'name of an SNS topic in this account and region whose e-mail subscribers get a copy',
      'poc-atlas-dev-on-call',
    ).exactOptional(),
  })
  .meta({ examples: [{ name: 'money', when: { source: 'budget' }, slack: slackRoute }] });

const url = z
  .string()
  .regex(/^https:\/\/[^\s<>|@"'`]{1,400}$/, 'is not a link that starts with https://')
  .meta({
    description: 'A link for people, starting with https://.',
    examples: ['https://wiki.example.com/runbooks/cpu'],
  });

const runbook = z.strictObject({
  name: pattern.meta({ description: 'Names it applies to. `*` matches any text.', examples: ['*-high-cpu'] }),
  url,
});

const logs = z.strictObject({
  name: pattern.meta({
    description: 'Names of alarms, or of services as `cluster/service`. `*` matches any text.',
    examples: ['*/poc-atlas-dev-scoring'],
  }),
  group: awsName(/^[\w./#-]{1,512}$/, 'name of a log group of CloudWatch', '/ecs/poc-atlas-dev-scoring'),
});

const accounts = z
  .record(
    z.string().regex(/^\d{12}$/, 'is not an account id: 12 digits in quotes'),
    z
      .string()
      .regex(/^[^\p{Cc}<>&`]{1,60}$/u, 'is not a name of 1 to 60 characters')
      .meta({ description: 'Account name, shown in messages.', examples: ['production'] }),
  )
  .meta({
    description: 'Names that messages use for other accounts, by account id.',
    examples: [{ '111122223333': 'production' }],
  });

export const notifications = z
  .strictObject({
    to: to.exactOptional(),
    ...destinationFields,
    routes: z.array(route).default([]).meta({
      description:
        'Routes, in order: the first match takes the message. A message without a match goes to `to`, or to `slack`.',
    }),
    topics: z
      .array(
        awsName(
          /^[\w-]{1,256}$/,
          'name of an SNS topic in this account and region whose messages `alarm-notify` forwards',
          'poc-atlas-dev-slack-alarms',
        ),
      )
      .exactOptional()
      .meta({
        description:
          'SNS topics that `alarm-notify` subscribes to in addition to the operator topic, for example of alarms and budgets.',
      }),
    dashboard: awsName(
      /^[\w-]{1,255}$/,
      'name of the CloudWatch dashboard that messages link to',
      'poc-atlas-dev',
    ).exactOptional(),
    runbooks: z
      .array(runbook)
      .default([])
      .meta({ description: 'Runbook links by name of the alarm or resource. The first match is used.' }),
    groupBy: groupBy.exactOptional(),
    repeatAfter: repeatAfter.exactOptional(),
    inhibits: inhibits.exactOptional(),
    rules: z
      .array(rule)
      .exactOptional()
      .meta({ description: 'Severity rules, evaluated before the routes. The first match sets the severity.' }),
    logs: z
      .array(logs)
      .exactOptional()
      .meta({ description: 'Log groups by name of the alarm or service. The first match is linked.' }),
    accounts: accounts.exactOptional(),
  })
  .meta({ description: 'Where messages about this environment go.', examples: [{ slack: slackRoute }] });
