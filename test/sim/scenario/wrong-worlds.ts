import { kindsWith } from '#sim/scenario/world.ts';
import { at, type WrongScenario } from './wrong-scenario.ts';

const kindsThatHave = (key: string): string =>
  kindsWith(key)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' and ');
const night = 'the night is from 2026-11-19T19:30:00-03:00 to 2026-11-20T09:00:00-03:00';

export const wrongWorlds: readonly WrongScenario[] = [
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
    `${at}8:5: world.scoring.stopMinutes: a key of ${kindsThatHave('stopMinutes')}, but this is an ecs-service; use one of \`desired\`, \`startMinutes\`, \`drainMinutes\`, \`healthy\`, \`needs\`, \`loadBalancer\`, \`healthCheck\`, \`rollout\`, \`scaling\`, \`blueGreen\`, \`network\`, \`unusedGroup\`, \`sidecar\`, \`containers\`, \`secondGroup\`, …`,
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
];
