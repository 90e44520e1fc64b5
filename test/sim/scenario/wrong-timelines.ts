import { at, type WrongScenario } from './wrong-scenario.ts';

export const wrongTimelines: readonly WrongScenario[] = [
  // Entries of the timeline.
  [
    'an entry that is no mapping',
    '{ at: 2026-11-19T20:10:00-03:00, set: { resource: scoring, healthy: false } }',
    'later',
    `${at}14:5: timeline[0]: is \`later\`, but a mapping is needed; write \`- { at: <time>, <what happens>: { … } }\``,
  ],
  [
    'an entry without a time',
    'at: 2026-11-19T20:10:00-03:00, ',
    '',
    `${at}14:5: timeline[0].at: is missing; add \`at: 2026-11-20T20:00:00-03:00\``,
  ],
  [
    'an entry in which nothing happens',
    ', set: { resource: scoring, healthy: false }',
    '',
    `${at}14:5: timeline[0]: has no action; use one of \`override\`, \`invoke\`, \`deploy\`, \`deliver\`, \`switch\`, \`scale\`, \`runTask\`, \`set\`, \`fault\`, \`crash\`, \`schedules\`, \`editSchedule\`, \`definition\`, \`alarm\`, \`slack\``,
  ],
  [
    'an entry with two actions',
    'healthy: false }',
    'healthy: false }, slack: { status: 500 }',
    `${at}14:82: timeline[0].slack: a second action next to \`set\`; make it a separate entry`,
  ],
  ['a misspelt action', 'crash:', 'crsh:', `${at}20:38: timeline[5].crsh: unknown key; did you mean \`crash\`?`],
  [
    'an override that ends before it begins',
    'crash: { function: stop, afterCalls: 3 }',
    'override: { upUntil: 2026-11-19T07:00:00-03:00, by: ana, why: release }',
    `${at}20:38: timeline[5].override: ends before it begins; let it end later than the \`at\` of this entry`,
  ],
  [
    'an override without an owner',
    'crash: { function: stop, afterCalls: 3 }',
    'override: { upUntil: 2026-11-21T07:00:00-03:00, why: release }',
    `${at}20:38: timeline[5].override: has no owner or reason; add \`by: ana\` and \`why: release\``,
  ],
  [
    'an override that holds and releases',
    'crash: { function: stop, afterCalls: 3 }',
    'override: { upUntil: 2026-11-21T07:00:00-03:00, release: true }',
    `${at}20:38: timeline[5].override: has more than one action; use exactly one of \`upUntil\`, \`downUntil\` and \`release: true\``,
  ],
  [
    'a function that does not exist',
    'function: start',
    'function: strat',
    `${at}17:58: timeline[2].invoke.function: \`strat\` is not known here; use one of \`start\`, \`stop\`, \`reconcile\``,
  ],
  [
    'a change of nothing',
    'resource: scoring, healthy: false',
    'resource: scoring',
    `${at}14:38: timeline[0].set: changes nothing; add what changes, for example \`desired: 5\``,
  ],
  [
    'a change of a resource that does not exist',
    'resource: scoring, healthy: false',
    'resource: scorin, healthy: false',
    `${at}14:55: timeline[0].set.resource: resource \`scorin\` does not exist in staging; did you mean \`scoring\`?`,
  ],
  [
    'a change of nobody',
    'resource: scoring, healthy: false',
    'healthy: false',
    `${at}14:38: timeline[0].set.resource: is missing; add \`resource: scoring\``,
  ],
  [
    'a change that is not true or false',
    'healthy: false',
    'healthy: no',
    `${at}14:73: timeline[0].set.healthy: \`no\` is neither \`true\` nor \`false\` (without quotes); for example, \`healthy: true\``,
  ],
  [
    'a delivery without its time',
    ', scheduledTime: 2026-11-19T20:00:00-03:00',
    '',
    `${at}18:38: timeline[3].deliver.scheduledTime: is missing; add \`scheduledTime: 2026-11-20T20:00:00-03:00\``,
  ],
  [
    'a crash after no call',
    'afterCalls: 3',
    'afterCalls: 0',
    `${at}20:75: timeline[5].crash.afterCalls: \`0\` is not a whole number from 1 to 10000; for example, \`afterCalls: 3\``,
  ],
  [
    'schedules that are not lost',
    'lost: true',
    'lost: false',
    `${at}19:57: timeline[4].schedules.lost: \`false\` is not known here; write \`lost: true\``,
  ],
  [
    'an answer that Slack does not give',
    'status: 429',
    'status: 302',
    `${at}21:55: timeline[6].slack.status: \`302\` is not a Slack status: 200, or 400 to 599; for example, \`status: 429\``,
  ],

  // Faults.
  [
    'an operation with a slip of the pen',
    'rds:StopDBInstance',
    'rds:StopDbInstanc',
    `${at}16:25: timeline[1].fault.operation: \`rds:StopDbInstanc\` is not an operation of the simulated AWS; did you mean \`rds:StopDBInstance\`?`,
  ],
  [
    'an operation without its service',
    'rds:StopDBInstance',
    'StopDBInstance',
    `${at}16:25: timeline[1].fault.operation: \`StopDBInstance\` is not an operation of the simulated AWS; did you mean \`rds:StopDBInstance\`?`,
  ],
  [
    'an operation that is never called',
    'rds:StopDBInstance, resource: camunda-db',
    'kafkaconnect:DeleteAll, resource: s3-sink',
    `${at}16:25: timeline[1].fault.operation: \`kafkaconnect:DeleteAll\` is not an operation of the simulated AWS; use one of \`kafkaconnect:ListConnectors\`, \`kafkaconnect:PauseConnector\`, \`kafkaconnect:ResumeConnector\`, \`kafkaconnect:ListTagsForResource\``,
  ],
  [
    'an operation about another kind of resource',
    'resource: camunda-db, error',
    'resource: scoring, error',
    `${at}16:55: timeline[1].fault.resource: \`rds:StopDBInstance\` does not apply to scoring, which is an ecs-service; change one of the two, or remove \`resource\``,
  ],
  [
    'a read of many that is to fail for one',
    'rds:StopDBInstance, resource',
    'rds:DescribeDBInstances, resource',
    `${at}16:60: timeline[1].fault.resource: \`rds:DescribeDBInstances\` reads many resources in one call and cannot fail for one of them; remove \`resource\``,
  ],
  [
    'a fault of nobody that exists',
    'resource: camunda-db, error',
    'resource: camunda-bd, error',
    `${at}16:55: timeline[1].fault.resource: resource \`camunda-bd\` does not exist in staging; did you mean \`camunda\`?`,
  ],
  [
    'a fault that does not say how',
    'error: InternalFailure, ',
    '',
    `${at}16:5: timeline[1].fault: has no failure; give it \`error: ThrottlingException\`, \`lostResponse: true\` or \`latencySeconds: 25\``,
  ],
  [
    'a fault of two kinds',
    'error: InternalFailure',
    'error: InternalFailure, lostResponse: true',
    `${at}16:5: timeline[1].fault: has both \`error\` and \`lostResponse\`; give it \`error: ThrottlingException\`, \`lostResponse: true\` or \`latencySeconds: 25\``,
  ],
  [
    'a fault of one item of what is no table',
    'resource: camunda-db, error: InternalFailure, times: 1',
    'item: LEASE, error: InternalFailure, times: 1',
    `${at}16:51: timeline[1].fault.item: \`rds:StopDBInstance\` does not address one item of the state table; use \`dynamodb:GetItem\`, \`PutItem\`, \`UpdateItem\` or \`DeleteItem\`, or remove \`item\``,
  ],

  // Definitions that change, several environments, and how long Curfew has been there.
  [
    'a definition that loses what it does not have',
    'set: { resource: scoring, healthy: false }',
    'definition: { remove: [scorin] }',
    `${at}14:60: timeline[0].definition.remove: resource \`scorin\` does not exist in staging; did you mean \`scoring\`?`,
  ],
  [
    'a definition that is not valid any more',
    'set: { resource: scoring, healthy: false }',
    'definition: { change: { region: mars } }',
    `${at}14:38: timeline[0].definition: the definition is no longer valid: the changed definition:2:9: region: \`mars\` does not look like an AWS region; for example, \`region: us-east-1\`; change the definition to one that is valid`,
  ],
  [
    'another environment of the same name',
    'seed: 7',
    'others: [../definitions/staging.yaml]',
    `${at}3:10: others[0]: has the name \`staging\` of another environment in this scenario; rename it`,
  ],
  [
    'a duration without a unit',
    'seed: 7',
    'installedFor: 3',
    `${at}3:15: installedFor: \`3\` is not a duration; for example, \`installedFor: 3 weeks\``,
  ],
  [
    'a duration in a unit that there is not',
    'seed: 7',
    'installedFor: 3 moons',
    `${at}3:15: installedFor: \`3 moons\` is not a number of minutes, hours, days or weeks; for example, \`installedFor: 3 weeks\``,
  ],
  [
    'deliveries that are none',
    'lost: true, until: 2026-11-19T21:50:00-03:00',
    'lost: true, until: 2026-11-19T21:50:00-03:00, only: [ticks]',
    `${at}19:104: timeline[4].schedules.only[0]: \`ticks\` is not known here; use one of \`start\`, \`stop\`, \`reconcile\`, \`events\``,
  ],
];
