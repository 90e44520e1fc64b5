// Every way to spoil a scenario that has an answer of its own, and what its author then reads.
import { kindsWith } from '#sim/scenario/world.ts';

const kindsThatHave = (key: string): string =>
  kindsWith(key)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' and ');

/** A scenario with something of everything. Its line numbers are part of what is expected below. */
export const validScenario = `name: trial
environment: ../../environments/staging.yaml
seed: 7
clock: { from: 2026-11-19T19:30:00-03:00, to: 2026-11-20T09:00:00-03:00 }
world:
  camunda-db: { status: available, startMinutes: 25 }
  scoring:
    desired: 2
    scaling: { min: 1, max: 6, suspended: none }
  kafka: { status: ACTIVE }
alarms:
  - { name: scoring-tasks, watches: scoring }
timeline:
  - { at: 2026-11-19T20:10:00-03:00, set: { resource: scoring, healthy: false } }
  - at: 2026-11-19T20:20:00-03:00
    fault: { operation: rds:StopDBInstance, resource: camunda-db, error: InternalFailure, times: 1 }
  - { at: 2026-11-19T20:30:00-03:00, invoke: { function: start, input: { requestedBy: ana } } }
  - { at: 2026-11-19T20:40:00-03:00, deliver: { function: stop, scheduledTime: 2026-11-19T20:00:00-03:00, times: 2 } }
  - { at: 2026-11-19T20:50:00-03:00, schedules: { lost: true, until: 2026-11-19T21:50:00-03:00 } }
  - { at: 2026-11-19T21:00:00-03:00, crash: { function: stop, afterCalls: 3 } }
  - { at: 2026-11-19T21:10:00-03:00, slack: { status: 429, retryAfterSeconds: 2 } }
`;

/** Why it is wrong, what is replaced by what in the text above, and every line of the message. */
export type WrongScenario = readonly [why: string, from: string, to: string, ...complaints: string[]];

const at = 'trial.yaml:';
const night = 'the night is from 2026-11-19T19:30:00-03:00 to 2026-11-20T09:00:00-03:00';

export const wrongScenarios: readonly WrongScenario[] = [
  // The file as a whole.
  ['a misspelt key', 'seed: 7', 'sed: 7', `${at}3:1: sed: unknown key; did you mean \`seed\`?`],
  [
    'an unknown key without a likely meaning',
    'seed: 7',
    'colour: blue',
    `${at}3:1: colour: unknown key; use one of \`name\`, \`environment\`, \`others\`, \`seed\`, \`clock\`, \`installedFor\`, \`world\`, \`alarms\`, \`timeline\`, \`expect\``,
  ],
  ['a missing name', 'name: trial\n', '', `${at}1:1: name: is missing; add \`name: slow database\``],
  ['an empty value', 'seed: 7', 'seed:', `${at}3:1: seed: is empty; for example, \`seed: 7\``],
  [
    'a seed that is no whole number',
    'seed: 7',
    'seed: 7.5',
    `${at}3:7: seed: \`7.5\` is not a whole number from 0 to 999999999; for example, \`seed: 7\``,
  ],
  [
    'a timeline that is no list',
    'timeline:\n',
    'timeline: soon\nx:\n',
    `${at}13:11: timeline: is \`soon\`, but a list is needed; for example, \`timeline: [{ at: 2026-11-20T20:00:00-03:00, set: { resource: scoring, desired: 5 } }]\``,
    `${at}14:1: x: unknown key; use one of \`name\`, \`environment\`, \`others\`, \`seed\`, \`clock\`, \`installedFor\`, \`world\`, \`alarms\`, \`timeline\`, \`expect\``,
  ],

  // The clock.
  [
    'an end before the beginning',
    'to: 2026-11-20T09',
    'to: 2026-11-19T09',
    `${at}4:47: clock.to: is not after \`from\`; let the scenario end after it begins`,
  ],
  [
    'a year that is mistyped',
    'to: 2026-11-20T09',
    'to: 2062-11-20T09',
    `${at}4:47: clock.to: is more than a year after \`from\`; rehearse a shorter time`,
  ],
  [
    'a time without its offset',
    'from: 2026-11-19T19:30:00-03:00',
    'from: 2026-11-19T19:30:00',
    `${at}4:16: clock.from: \`2026-11-19T19:30:00\` is not a time with a UTC offset; for example, \`from: 2026-11-20T20:00:00-03:00\``,
  ],
  [
    'a day that does not exist',
    'at: 2026-11-19T20:10',
    'at: 2026-02-30T20:10',
    `${at}14:11: timeline[0].at: \`2026-02-30T20:10:00-03:00\` is not a time with a UTC offset; for example, \`at: 2026-11-20T20:00:00-03:00\``,
  ],
  [
    'an entry before the night',
    'at: 2026-11-19T20:10',
    'at: 2026-11-19T18:10',
    `${at}14:11: timeline[0].at: is before the night begins, so it never happens; move it, or the \`clock\`: ${night}`,
  ],
  [
    'an entry after the night',
    'at: 2026-11-19T20:10',
    'at: 2026-11-20T20:10',
    `${at}14:11: timeline[0].at: is after the night has ended, so it never happens; move it, or the \`clock\`: ${night}`,
  ],
  [
    'something that ends before it begins',
    'until: 2026-11-19T21:50',
    'until: 2026-11-19T20:50',
    `${at}19:70: timeline[4].schedules.until: is not after the \`at\` of this entry; let it end later, or remove it to continue until the end`,
  ],

  // The world.
  [
    'a resource that does not exist',
    'kafka: { status: ACTIVE }',
    'kafk: { status: ACTIVE }',
    `${at}10:3: world.kafk: resource \`kafk\` does not exist in staging; did you mean \`kafka\`?`,
  ],
  [
    'a misspelt key of a resource',
    'startMinutes',
    'startMinuts',
    `${at}6:36: world.camunda-db.startMinuts: unknown key; did you mean \`startMinutes\`?`,
  ],
  [
    'a key of another kind',
    'kafka: { status: ACTIVE }',
    'kafka: { startMinutes: 5 }',
    `${at}10:12: world.kafka.startMinutes: a key of ${kindsThatHave('startMinutes')}, but this is an msk-cluster; use one of \`status\`, \`missing\``,
  ],
  [
    'a key of another kind that looks like one of this kind',
    'desired: 2',
    'stopMinutes: 2',
    `${at}8:5: world.scoring.stopMinutes: a key of ${kindsThatHave('stopMinutes')}, but this is an ecs-service; use one of \`desired\`, \`startMinutes\`, \`drainMinutes\`, \`healthy\`, \`loadBalancer\`, \`healthCheck\`, \`rollout\`, \`scaling\`, \`blueGreen\`, \`network\`, \`unusedGroup\`, \`sidecar\`, \`containers\`, \`secondGroup\`, \`event\`, …`,
  ],
  [
    'a status with a slip of the pen',
    'status: available',
    'status: avialable',
    `${at}6:25: world.camunda-db.status: \`avialable\` is not a status of AWS; did you mean \`available\`?`,
  ],
  [
    'a status in the wrong case',
    'status: ACTIVE',
    'status: active',
    `${at}10:20: world.kafka.status: \`active\` is not a status of AWS; did you mean \`ACTIVE\`?`,
  ],
  [
    'a count that is no number',
    'desired: 2',
    'desired: two',
    `${at}8:14: world.scoring.desired: \`two\` is not a whole number from 0 to 1000; for example, \`desired: 2\``,
  ],
  [
    'minutes out of range',
    'startMinutes: 25',
    'startMinutes: 0',
    `${at}6:50: world.camunda-db.startMinutes: \`0\` is not a number of minutes above 0 and up to 10080; for example, \`startMinutes: 25\``,
  ],
  [
    'bounds the wrong way round',
    'min: 1, max: 6',
    'min: 6, max: 1',
    `${at}9:14: world.scoring.scaling: it has a \`min\` of 6, which is more than its \`max\`; swap the two`,
  ],
  [
    'a bound that is missing',
    'min: 1, max: 6',
    'max: 6',
    `${at}9:5: world.scoring.scaling.min: is missing; add \`min: 2\``,
  ],
  [
    'a suspension that does not exist',
    'suspended: none',
    'suspended: som',
    `${at}9:43: world.scoring.scaling.suspended: \`som\` is not known here; use one of \`none\`, \`all\``,
  ],
  [
    'a suspension of something else',
    'suspended: none',
    'suspended: { dynamicScalingIn: true, dynamicScalingOut: true, scheduledScalin: true }',
    `${at}9:32: world.scoring.scaling.suspended.scheduledScaling: is missing; add \`scheduledScaling: false\``,
    `${at}9:94: world.scoring.scaling.suspended.scheduledScalin: unknown key; did you mean \`scheduledScaling\`?`,
  ],
  [
    'a resource about which nothing is said',
    'kafka: { status: ACTIVE }',
    'kafka:',
    `${at}10:3: world.kafka: is empty; for example, \`kafka: { status: ACTIVE }\``,
  ],

  // Alarms.
  [
    'an alarm that watches nothing',
    'watches: scoring',
    'watches: scorin',
    `${at}12:37: alarms[0].watches: resource \`scorin\` does not exist in staging; did you mean \`scoring\`?`,
  ],
  [
    'an alarm with an unknown key',
    'watches: scoring }',
    'watches: scoring, mute: true }',
    `${at}12:46: alarms[0].mute: unknown key; did you mean \`muted\`?`,
  ],
  [
    'two alarms of one name',
    '  - { name: scoring-tasks, watches: scoring }\n',
    '  - { name: tasks, watches: scoring }\n  - { name: tasks, watches: camunda }\n',
    `${at}13:13: alarms[1].name: the alarm \`tasks\` is defined twice; rename one`,
  ],

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
    `${at}14:5: timeline[0]: has no action; use one of \`override\`, \`invoke\`, \`deploy\`, \`deliver\`, \`switch\`, \`scale\`, \`runTask\`, \`set\`, \`fault\`, \`crash\`, \`schedules\`, \`definition\`, \`slack\``,
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
    'others: [../../environments/staging.yaml]',
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
