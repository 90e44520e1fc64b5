// Every way to spoil a definition that has an answer of its own, and what an operator then reads.
import { kinds } from '#kinds/resource.ts';

const everyKind = kinds.map((kind) => `\`${kind}\``).join(', ');

/** The smallest definition with something of everything. Its line numbers are part of what is expected below. */
export const validYaml = `environment: qa
region: us-east-1
timeZone: America/Fortaleza
schedule:
  enabled: true
  toleranceMinutes: 60
  start: { days: [mon, tue], at: "08:00" }
  stop: { days: every day, at: "20:00" }
notifications:
  slack:
    channel: "#qa"
    webhookSecret: qa/slack-webhook
resources:
  db:
    kind: rds-instance
    instance: qa-db
  cache: { kind: elasticache-replication-group, replicationGroup: qa-cache }
  kafka: { kind: msk-cluster, cluster: qa-msk }
  camunda:
    kind: ecs-service
    cluster: qa
    service: qa-camunda
    dependsOn: [db]
  scoring:
    kind: ecs-service
    cluster: qa
    service: qa-scoring
    fallbackDesired: 2
    dependsOn: [camunda, kafka]
    deadlineMinutes: { start: 45 }
  sink: { kind: msk-connector, connector: qa-sink, dependsOn: [kafka], optional: true }
`;

/** Why it is wrong, what is replaced by what in the text above, and every line of the message. */
export type WrongFile = readonly [why: string, from: string, to: string, ...complaints: string[]];

export const wrongFiles: readonly WrongFile[] = [
  [
    'a retry that is neither a time nor off',
    'at: "08:00" }',
    'at: "08:00", retry: never }',
    'qa.yaml:7:50: schedule.start.retry: `never` is neither `off` nor a time of day, `{ until: "12:00" }`; for example, `retry: { until: "12:00" }`',
  ],
  [
    'a retry until no time of day',
    'at: "20:00" }',
    'at: "20:00", retry: { until: "24:00" } }',
    'qa.yaml:8:57: schedule.stop.retry.until: `24:00` is not a time of day: HH:MM, from 00:00 to 23:59; for example, `retry: { until: "12:00" }`',
  ],
  [
    'a source that nobody is',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: money, when: { source: [budgets] } }]\n',
    'qa.yaml:13:44: notifications.routes[0].when.source[0]: `budgets` is not known here; did you mean `budget`?',
  ],
  [
    'a source that nobody is, alone',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: money, when: { source: budgets } }]\n',
    'qa.yaml:13:43: notifications.routes[0].when.source: `budgets` is not known here; did you mean `budget`?',
  ],
  [
    'a tag without a name',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: a, when: { tag: payments } }]\n',
    'qa.yaml:13:36: notifications.routes[0].when.tag: is `payments`, but a mapping is needed; for example, `tag: { team: payments }`',
  ],
  [
    'a repetition that is too often',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  repeatAfter: 5m\n',
    'qa.yaml:13:16: notifications.repeatAfter: `5m` is not a duration from 15m on, like 30m, 4h or 1d; for example, `repeatAfter: "4h"`',
  ],
  [
    'a night that is no time',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: a, when: { time: { from: "22:00", to: "25:00" } } }]\n',
    'qa.yaml:13:58: notifications.routes[0].when.time.to: `25:00` is not a time of day: HH:MM, from 00:00 to 23:59; for example, `to: "08:00"`',
  ],
  [
    'hours that end when they begin',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: a, when: { time: { from: "22:00", to: "22:00" } } }]\n',
    'qa.yaml:13:37: notifications.routes[0].when.time: it begins when it ends; for example, `time: { from: "22:00", to: "06:00" }`',
  ],
  [
    'a severity that is none',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: a, when: { source: rds }, severity: fatal }]\n',
    'qa.yaml:13:56: notifications.routes[0].severity: `fatal` is not known here; use one of `critical`, `error`, `warning`, `info`',
  ],
  [
    'an account that is no id',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  accounts: { prod: "111122223333" }\n',
    'qa.yaml:13:15: notifications.accounts.prod: `prod` is not the id of an account, which is twelve digits in quotes; rename it',
  ],
  [
    'a route without a condition',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: money, when: {} }]\n',
    'qa.yaml:13:33: notifications.routes[0].when: it has no condition, so that no later route could ever fit; for example, `when: { source: budget }`',
  ],
  [
    'a route that calls the whole channel',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: money, when: { source: budget }, mention: "@channel" }]\n',
    'qa.yaml:13:62: notifications.routes[0].mention: `@channel` is not the id of a person or a group in Slack (U…, W… or S…); channels are not called; for example, `mention: S012AB3CD`',
  ],
  [
    'two routes of one name, and one that never fits',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: a, when: { source: rds } }, { name: a, when: { source: rds } }, { name: default, when: { name: "*" } }]\n',
    'qa.yaml:13:56: notifications.routes[1].name: there is another route `a`; rename one of the two',
    'qa.yaml:13:65: notifications.routes[1].when: never fits: `a` takes the same before it; remove one of the two',
    'qa.yaml:13:92: notifications.routes[2].name: `default` is the route of what fits no other; rename it',
  ],
  [
    'a runbook that is no link',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  runbooks: [{ name: "*", url: "http://wiki.example.com/<x>" }]\n',
    'qa.yaml:13:32: notifications.runbooks[0].url: `http://wiki.example.com/…` is not a link: https:// and what follows; for example, `url: "https://wiki.example.com/…"`',
  ],
  [
    'a copy to a topic that is listened to',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  topics: [qa-alarms]\n  routes: [{ name: a, when: { state: alarm }, emailCopy: qa-alarms }]\n',
    'qa.yaml:14:58: notifications.routes[0].emailCopy: `qa-alarms` is a topic that `alarm-notify` listens to, so that its messages would come back; name a topic that only mailboxes subscribe to',
  ],
  [
    'a topic by its ARN',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: a, when: { state: alarm }, emailCopy: "arn:aws:sns:us-east-1:123456789012:qa" }]\n',
    'qa.yaml:13:58: notifications.routes[0].emailCopy: `arn:aws:sns:us-east-1:123456789012:qa` cannot be the name of an SNS topic of this account and region, whose e-mail subscribers get a copy (a name alone, no ARN); for example, `emailCopy: poc-atlas-dev-on-call`',
  ],

  ['a misspelt key', 'timeZone:', 'timezone:', 'qa.yaml:3:1: timezone: unknown key; did you mean `timeZone`?'],
  [
    'an unknown key without a likely meaning',
    '  toleranceMinutes: 60',
    '  colour: blue',
    'qa.yaml:6:3: schedule.colour: unknown key; use one of `enabled`, `toleranceMinutes`, `retry`, `start`, `stop`',
  ],
  [
    'a misspelt key of a resource',
    'instance: qa-db',
    'instnace: qa-db',
    'qa.yaml:16:5: resources.db.instnace: unknown key; did you mean `instance`?',
  ],
  [
    'a key that belongs to another kind',
    'service: qa-camunda\n',
    'service: qa-camunda\n    replicationGroup: qa\n',
    'qa.yaml:23:5: resources.camunda.replicationGroup: unknown key; use one of `kind`, `dependsOn`, `deadlineMinutes`, `optional`, `startAlways`, `leaveAlone`, `cluster`, `service`, `fallbackDesired`',
  ],
  [
    'a route to what has no settings, to nothing, and twice to one',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: a, when: { source: rds }, to: pagerduty }, { name: b, when: { source: ecs }, to: [] }, { name: c, when: { source: acm }, to: [slack, slack] }]\n',
    'qa.yaml:13:50: notifications.routes[0].to: there is no `notifications.pagerduty`; add `pagerduty: { secret: poc-atlas-dev/pagerduty-key }`',
    'qa.yaml:13:101: notifications.routes[1].to: it names nothing; for example, `to: pagerduty`',
    'qa.yaml:13:145: notifications.routes[2].to: it names one of them twice; for example, `to: pagerduty`',
  ],
  [
    'a destination that does not exist',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  routes: [{ name: a, when: { source: rds }, to: pagerdutty }]\n',
    'qa.yaml:13:50: notifications.routes[0].to: `pagerdutty` is not known here; did you mean `pagerduty`?',
  ],
  [
    'settings of a route that goes elsewhere, and a call where nobody can be called',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  teams: { secret: qa/teams }\n  routes: [{ name: a, when: { source: rds }, to: teams, email: { topic: qa-mail }, mention: S012AB3CD }]\n',
    'qa.yaml:14:57: notifications.routes[0].email: it is not in `to`, so that nothing goes there; add `email` to `to`',
    'qa.yaml:14:93: notifications.routes[0].mention: it calls somebody in Slack, where nothing goes; remove it',
  ],
  [
    'no destination',
    'notifications:\n  slack:\n    channel: "#qa"\n    webhookSecret: qa/slack-webhook\n',
    'notifications: {}\n',
    'qa.yaml:9:1: notifications: it names no destination; add `slack: { channel: "#atlas-staging", webhookSecret: poc-atlas-dev/slack-webhook }`',
  ],
  [
    'several destinations without a default one',
    'notifications:\n  slack:\n    channel: "#qa"\n    webhookSecret: qa/slack-webhook\n',
    'notifications: { teams: { secret: qa/teams }, email: { topic: qa-mail } }\n',
    'qa.yaml:9:1: notifications: it has teams, email and does not say which of them takes what fits no route; add `to: teams`',
  ],
  [
    'a channel of Slack with a webhook and a bot',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n    botTokenSecret: qa/slack-bot\n',
    'qa.yaml:11:5: notifications.slack: it needs `webhookSecret` or `botTokenSecret`, one of the two; for example, `slack: { channel: "#atlas-staging", webhookSecret: poc-atlas-dev/slack-webhook }`',
  ],
  [
    'a site that is not one of Jira Cloud, and a URL for a secret',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  jira: { site: "https://jira.example.com", project: ops, secret: "https://example.com/x" }\n',
    'qa.yaml:13:17: notifications.jira.site: `https://jira.example.com` is not a site of Jira Cloud: NAME.atlassian.net; for example, `site: "example.atlassian.net"`',
    'qa.yaml:13:54: notifications.jira.project: `ops` is not the key of a project: capital letters and digits; for example, `project: OPS`',
    'qa.yaml:13:67: notifications.jira.secret: `https://example.com/…` is a URL, and secrets never live in a definition: keep it in Secrets Manager and write the name of that secret; for example, `secret: poc-atlas-dev/jira-token`',
  ],
  [
    'a topic that is listened to as a destination',
    'webhookSecret: qa/slack-webhook\n',
    'webhookSecret: qa/slack-webhook\n  topics: [qa-alarms]\n  email: { topic: qa-alarms }\n',
    'qa.yaml:14:19: notifications.email.topic: `qa-alarms` is a topic that `alarm-notify` listens to, so that its messages would come back; name a topic that only mailboxes subscribe to',
  ],
  ['a missing value', 'region: us-east-1\n', '', 'qa.yaml:1:1: region: is missing; add `region: us-east-1`'],
  [
    'a missing key inside a resource',
    '    cluster: qa\n    service: qa-scoring',
    '    service: qa-scoring',
    'qa.yaml:24:3: resources.scoring.cluster: is missing; add `cluster: poc-atlas-dev`',
  ],
  [
    'a missing section',
    'notifications:\n  slack:\n    channel: "#qa"\n    webhookSecret: qa/slack-webhook\n',
    '',
    'qa.yaml:1:1: notifications: is missing; add `notifications: { slack: { channel: "#atlas-staging", webhookSecret: poc-atlas-dev/slack-webhook } }`',
  ],
  [
    'a key without a value',
    'region: us-east-1',
    'region:',
    'qa.yaml:2:1: region: is empty; for example, `region: us-east-1`',
  ],
  [
    'a channel that YAML takes for a comment',
    '"#qa"',
    '#qa',
    'qa.yaml:11:5: notifications.slack.channel: is empty: `#qa` begins a comment; write it in quotes: "#qa"',
  ],
  [
    'an upper-case name of an environment',
    'environment: qa',
    'environment: QA',
    'qa.yaml:1:14: environment: `QA` is not a name: 1 to 40 lower-case letters, digits and hyphens, beginning with a letter; for example, `environment: staging`',
  ],
  [
    'a name of a resource that is not one',
    '  db:',
    '  my db:',
    'qa.yaml:14:3: resources["my db"]: `my db` is not a name: 1 to 40 lower-case letters, digits and hyphens, beginning with a letter; rename it',
    'qa.yaml:23:17: resources.camunda.dependsOn[0]: there is no resource `db`; use one of `my db`, `cache`, `kafka`, `scoring`, `sink`',
  ],
  [
    'a name of more than 40 characters',
    '  db:',
    '  ddddddddddddddddddddddddddddddddddddddddd:',
    'qa.yaml:14:3: resources.ddddddddddddddddddddddddddddddddddddddddd: `ddddddddddddddddddddddddddddddddddddddddd` is not a name: 1 to 40 lower-case letters, digits and hyphens, beginning with a letter; rename it',
    'qa.yaml:23:17: resources.camunda.dependsOn[0]: there is no resource `db`; use one of `ddddddddddddddddddddddddddddddddddddddddd`, `cache`, `kafka`, `scoring`, `sink`',
  ],
  [
    'something that is no region',
    'us-east-1',
    'us-east',
    'qa.yaml:2:9: region: `us-east` does not look like an AWS region; did you mean `us-east-1`?',
  ],
  [
    'an availability zone instead of a region',
    'us-east-1',
    'us-east-1a',
    'qa.yaml:2:9: region: `us-east-1a` does not look like an AWS region; did you mean `us-east-1`?',
  ],
  [
    'an unknown time zone',
    'America/Fortaleza',
    'America/Fortalezza',
    'qa.yaml:3:11: timeZone: `America/Fortalezza` is not a time zone: an IANA name is needed, such as `America/Fortaleza` or `UTC`; did you mean `America/Fortaleza`?',
  ],
  [
    'a time zone in the wrong case',
    'America/Fortaleza',
    'america/fortaleza',
    'qa.yaml:3:11: timeZone: `america/fortaleza` is not a time zone: an IANA name is needed, such as `America/Fortaleza` or `UTC`; did you mean `America/Fortaleza`?',
  ],
  [
    'an offset instead of a time zone',
    'America/Fortaleza',
    '"-03:00"',
    'qa.yaml:3:11: timeZone: `-03:00` is not a time zone: an IANA name is needed, such as `America/Fortaleza` or `UTC`; for example, `timeZone: America/Fortaleza`',
  ],
  [
    'an hour with one digit',
    '"08:00"',
    '"8:00"',
    'qa.yaml:7:34: schedule.start.at: `8:00` is not a time of day: HH:MM, from 00:00 to 23:59; for example, `at: "08:00"`',
  ],
  [
    'an hour that no day has',
    '"20:00"',
    '"24:00"',
    'qa.yaml:8:32: schedule.stop.at: `24:00` is not a time of day: HH:MM, from 00:00 to 23:59; for example, `at: "08:00"`',
  ],
  [
    'a time with seconds',
    '"20:00"',
    '"20:00:00"',
    'qa.yaml:8:32: schedule.stop.at: `20:00:00` is not a time of day: HH:MM, from 00:00 to 23:59; for example, `at: "08:00"`',
  ],
  [
    'a time that is a number',
    '"20:00"',
    '20',
    'qa.yaml:8:32: schedule.stop.at: is `20`, but text is needed; for example, `at: "08:00"`',
  ],
  [
    'the English name of a day',
    '[mon, tue]',
    '[mon, Tuesday]',
    'qa.yaml:7:24: schedule.start.days[1]: `Tuesday` is not known here; did you mean `tue`?',
  ],
  [
    'a day that is none',
    '[mon, tue]',
    '[mon, xyz]',
    'qa.yaml:7:24: schedule.start.days[1]: `xyz` is not known here; use one of `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`',
  ],
  [
    'a day that is listed twice',
    '[mon, tue]',
    '[mon, tue, mon]',
    'qa.yaml:7:29: schedule.start.days[2]: `mon` is listed twice; remove one',
  ],
  [
    'no day at all',
    '[mon, tue]',
    '[]',
    'qa.yaml:7:18: schedule.start.days: it names no day; for example, `days: [mon, tue]`',
  ],
  [
    'a misspelt word for days',
    'every day',
    'everyday',
    'qa.yaml:8:17: schedule.stop.days: `everyday` is neither a list of days nor `weekdays` nor `every day`; did you mean `every day`?',
  ],
  [
    'one day that is not in a list',
    'every day',
    'sun',
    'qa.yaml:8:17: schedule.stop.days: `sun` is neither a list of days nor `weekdays` nor `every day`; for example, `days: [mon, tue]`',
  ],
  [
    'a schedule without start and stop',
    '  start: { days: [mon, tue], at: "08:00" }\n  stop: { days: every day, at: "20:00" }\n',
    '',
    'qa.yaml:4:1: schedule: has neither `start` nor `stop`; add `stop: { days: every day, at: "20:00" }`',
  ],
  [
    'a start and a stop at the same time',
    '"20:00"',
    '"08:00"',
    'qa.yaml:8:32: schedule.stop.at: start and stop are both at `08:00` on mon; move one',
  ],
  [
    'a switch that says yes',
    'enabled: true',
    'enabled: yes',
    'qa.yaml:5:12: schedule.enabled: is `yes`, but a boolean is needed; write `true` or `false`, without quotes',
  ],
  [
    'a tolerance beyond its limit',
    'toleranceMinutes: 60',
    'toleranceMinutes: 721',
    'qa.yaml:6:21: schedule.toleranceMinutes: `721` is not a whole number from 1 to 720; for example, `toleranceMinutes: 90`',
  ],
  [
    'a tolerance that is no whole number',
    'toleranceMinutes: 60',
    'toleranceMinutes: 1.5',
    'qa.yaml:6:21: schedule.toleranceMinutes: `1.5` is not a whole number from 1 to 720; for example, `toleranceMinutes: 90`',
  ],
  [
    'a deadline beyond its limit',
    '{ start: 45 }',
    '{ start: 181, stop: 0 }',
    'qa.yaml:30:31: resources.scoring.deadlineMinutes.start: `181` is not a whole number from 1 to 180; for example, `start: 30`',
    'qa.yaml:30:42: resources.scoring.deadlineMinutes.stop: `0` is not a whole number from 1 to 180; for example, `stop: 30`',
  ],
  [
    'a task count of zero',
    'fallbackDesired: 2',
    'fallbackDesired: 0',
    'qa.yaml:28:22: resources.scoring.fallbackDesired: `0` is not a whole number from 1 to 1000; for example, `fallbackDesired: 1`',
  ],
  [
    'a webhook URL instead of the name of a secret',
    'qa/slack-webhook',
    'https://hooks.slack.com/services/T000/B000/XXXX',
    'qa.yaml:12:20: notifications.slack.webhookSecret: `https://hooks.slack.com/…` is a URL, and secrets never live in a definition: keep it in Secrets Manager and write the name of that secret; for example, `webhookSecret: poc-atlas-dev/slack-webhook`',
  ],
  [
    'a webhook URL without its scheme',
    'qa/slack-webhook',
    'hooks.slack.com/services/T000/B000/XXXX',
    'qa.yaml:12:20: notifications.slack.webhookSecret: `hooks.slack.com/…` is a URL, and secrets never live in a definition: keep it in Secrets Manager and write the name of that secret; for example, `webhookSecret: poc-atlas-dev/slack-webhook`',
  ],
  [
    'a webhook URL of another service',
    'qa/slack-webhook',
    'https://example.com/hook/secret',
    'qa.yaml:12:20: notifications.slack.webhookSecret: `https://example.com/…` is a URL, and secrets never live in a definition: keep it in Secrets Manager and write the name of that secret; for example, `webhookSecret: poc-atlas-dev/slack-webhook`',
  ],
  [
    'the ARN of a secret',
    'qa/slack-webhook',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:qa',
    'qa.yaml:12:20: notifications.slack.webhookSecret: `arn:aws:secretsmanager:us-east-1:123456789012:secret:qa` is not the name of a secret in Secrets Manager (its name, not its ARN); for example, `webhookSecret: poc-atlas-dev/slack-webhook`',
  ],
  [
    'a webhook URL as a channel',
    '"#qa"',
    'https://hooks.slack.com/services/T000/B000/XXXX',
    'qa.yaml:11:14: notifications.slack.channel: `https://hooks.slack.com/…` is not a channel: # and its name; for example, `channel: "#atlas-staging"`',
  ],
  [
    'an unknown kind that begins like a known one',
    'kind: rds-instance',
    'kind: rds',
    `qa.yaml:15:11: resources.db.kind: \`rds\` is not known here; did you mean \`rds-instance\`? (the kinds are ${everyKind})`,
  ],
  [
    'a kind of EC2 as Terraform calls it',
    'kind: rds-instance',
    'kind: aws_instance',
    `qa.yaml:15:11: resources.db.kind: \`aws_instance\` is not known here; did you mean \`ec2-instance\`? (the kinds are ${everyKind})`,
  ],
  [
    'a kind that is near another kind by letters alone',
    'kind: rds-instance',
    'kind: gke-instance',
    `qa.yaml:15:11: resources.db.kind: \`gke-instance\` is not known here; the kinds are ${everyKind}`,
  ],
  [
    'a region by its city',
    'region: us-east-1',
    'region: Frankfurt',
    'qa.yaml:2:9: region: `Frankfurt` does not look like an AWS region; did you mean `eu-central-1`?',
  ],
  [
    'a time zone by its city',
    'timeZone: America/Fortaleza',
    'timeZone: Berlin',
    'qa.yaml:3:11: timeZone: `Berlin` is not a time zone: an IANA name is needed, such as `America/Fortaleza` or `UTC`; did you mean `Europe/Berlin`?',
  ],
  [
    'a hash in a mapping in one line',
    'timeZone: America/Fortaleza',
    'timeZone: America/Fortaleza\nx: { channel: #qa }',
    'qa.yaml:4:15: `#qa` begins a comment here, so the rest of the line is not read; write the value in quotes: "#qa"',
  ],
  [
    'an unknown kind',
    'kind: rds-instance',
    'kind: dynamodb-table',
    `qa.yaml:15:11: resources.db.kind: \`dynamodb-table\` is not known here; the kinds are ${everyKind}`,
  ],
  [
    'a resource without a kind',
    '    kind: rds-instance\n',
    '',
    `qa.yaml:14:3: resources.db.kind: is missing; the kinds are ${everyKind}`,
  ],
  [
    'a resource that is empty',
    '  db:\n    kind: rds-instance\n    instance: qa-db',
    '  db:',
    'qa.yaml:14:3: resources.db: is empty; for example, `db: { kind: rds-instance, instance: poc-atlas-dev-camunda }`',
  ],
  [
    'a list in place of text',
    'region: us-east-1',
    'region: [us-east-1]',
    'qa.yaml:2:9: region: is a list, but text is needed; for example, `region: us-east-1`',
  ],
  [
    'an ARN instead of a name',
    'instance: qa-db',
    'instance: arn:aws:rds:us-east-1:123456789012:db:qa-db',
    'qa.yaml:16:15: resources.db.instance: `arn:aws:rds:us-east-1:123456789012:db:qa-db` cannot be the identifier of the database instance, in lower case (a name alone, no ARN); for example, `instance: poc-atlas-dev-camunda`',
  ],
  [
    'a database identifier in upper case',
    'instance: qa-db',
    'instance: QA-db',
    'qa.yaml:16:15: resources.db.instance: `QA-db` cannot be the identifier of the database instance, in lower case (a name alone, no ARN); for example, `instance: poc-atlas-dev-camunda`',
  ],
  [
    'a cache that is to be stopped',
    'replicationGroup: qa-cache }',
    'replicationGroup: qa-cache, whenStopped: stop }',
    'qa.yaml:17:90: resources.cache.whenStopped: `stop` is not known here; use one of `keep`, `shrink`',
  ],
  [
    'a dependency on a misspelt name',
    '[camunda, kafka]',
    '[camuda, kafka]',
    'qa.yaml:29:17: resources.scoring.dependsOn[0]: there is no resource `camuda`; did you mean `camunda`?',
  ],
  [
    'a dependency on nothing known',
    '[camunda, kafka]',
    '[camunda, zookeeper]',
    'qa.yaml:29:26: resources.scoring.dependsOn[1]: there is no resource `zookeeper`; use one of `db`, `cache`, `kafka`, `camunda`, `sink`',
  ],
  [
    'a dependency on itself',
    '[camunda, kafka]',
    '[scoring, kafka]',
    'qa.yaml:29:17: resources.scoring.dependsOn[0]: `scoring` depends on itself; remove it',
  ],
  [
    'a dependency that is listed twice',
    '[camunda, kafka]',
    '[camunda, kafka, camunda]',
    'qa.yaml:29:33: resources.scoring.dependsOn[2]: `camunda` is listed twice; remove one',
  ],
  [
    'a dependency that is not in a list',
    '[camunda, kafka]',
    'camunda',
    'qa.yaml:29:16: resources.scoring.dependsOn: is `camunda`, but a list is needed; write `[camunda]`',
  ],
  [
    'a cycle',
    'dependsOn: [db]',
    'dependsOn: [db, scoring]',
    'qa.yaml:29:17: resources.scoring.dependsOn[0]: a cycle, nothing in it could ever start: camunda → scoring → camunda; remove one of these',
  ],
  [
    'two resources that are the same in AWS',
    'service: qa-scoring',
    'service: qa-camunda',
    'qa.yaml:27:14: resources.scoring.service: is the same as `camunda` (ecs-service qa/qa-camunda); keep one of the two',
  ],
  [
    'a key that is written twice',
    '  scoring:',
    '  camunda:',
    'qa.yaml:24:3: resources.camunda: is written twice; keep one of the two',
    'qa.yaml:29:17: resources.camunda.dependsOn[0]: `camunda` depends on itself; remove it',
  ],
  [
    'an indentation with a tab',
    '    channel: "#qa"',
    '	channel: "#qa"',
    'qa.yaml:11:1: not valid YAML: Tabs are not allowed as indentation; indent with two spaces',
    'qa.yaml:12:1: not valid YAML: All mapping items must start at the same column; check indentation, quotes and brackets here and on the line above',
  ],
  [
    'a quote that is not closed',
    '"#qa"',
    '"#qa',
    'qa.yaml:32:1: not valid YAML: Missing closing "quote; check indentation, quotes and brackets here and on the line above',
  ],
  [
    'an alias of nothing',
    'cluster: qa-msk',
    'cluster: *msk',
    'qa.yaml:18:40: there is no anchor `&msk` above it; there are none yet',
  ],
  [
    'a second document',
    'notifications:',
    '---\nnotifications:',
    'qa.yaml:9:1: not valid YAML: Source contains multiple documents; remove the second `---`: one file holds one environment',
  ],
  [
    'a tag',
    'environment: qa',
    'environment: !name qa',
    'qa.yaml:1:14: not valid YAML: Unresolved tag: !name; remove the tag',
  ],
  [
    'a key named like an internal of JavaScript',
    '  db:',
    '  __proto__:',
    'qa.yaml:14:3: `__proto__` is not a name; rename it',
  ],
  [
    'a star in the middle of the name of an alarm',
    'resources:',
    'alarms: { mute: ["qa-*-cpu"] }\nresources:',
    'qa.yaml:13:18: alarms.mute[0]: `qa-*-cpu` has a `*` before its end; a star may only end a name: `poc-atlas-dev-camunda-*`',
  ],
  [
    'a star that would mute everything',
    'resources:',
    'alarms: { mute: ["*"] }\nresources:',
    'qa.yaml:13:18: alarms.mute[0]: `*` would mute alarms of anybody; begin with the name of what is stopped',
  ],
  [
    'an alarm of autoscaling',
    'resources:',
    'alarms: { mute: [TargetTracking-service/qa/*] }\nresources:',
    'qa.yaml:13:18: alarms.mute[0]: `TargetTracking-service/qa/*` belongs to autoscaling, whose alarms are never muted; remove it',
  ],
  [
    'an alarm of Curfew itself',
    'resources:',
    'alarms: { mute: [curfew-qa-stop-dead-letters] }\nresources:',
    "qa.yaml:13:18: alarms.mute[0]: `curfew-qa-stop-dead-letters` is one of Curfew's own alarms, which are never muted; remove it",
  ],
  [
    'an alarm that is listed twice',
    'resources:',
    'alarms: { mute: [qa-cpu, qa-cpu] }\nresources:',
    'qa.yaml:13:26: alarms.mute[1]: `qa-cpu` is listed twice; remove one',
  ],
  [
    'a grace that is no number of minutes',
    'resources:',
    'alarms: { graceMinutes: 0 }\nresources:',
    'qa.yaml:13:25: alarms.graceMinutes: `0` is not a whole number from 1 to 180; for example, `graceMinutes: 10`',
  ],
  [
    'several things at once',
    'region: us-east-1\ntimeZone: America/Fortaleza',
    'region: mars\ntimeZone: Mars/Base\ncolour: red',
    'qa.yaml:2:9: region: `mars` does not look like an AWS region; for example, `region: us-east-1`',
    'qa.yaml:3:11: timeZone: `Mars/Base` is not a time zone: an IANA name is needed, such as `America/Fortaleza` or `UTC`; for example, `timeZone: America/Fortaleza`',
    'qa.yaml:4:1: colour: unknown key; use one of `environment`, `region`, `account`, `timeZone`, `schedule`, `calendars`, `whileDown`, `startAlways`, `notifications`, `alarms`, `resources`, `cleanup`',
  ],
];
