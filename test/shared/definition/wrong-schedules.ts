import type { WrongFile } from './wrong-file.ts';

export const wrongSchedules: readonly WrongFile[] = [
  [
    'a retry that is neither a time nor off',
    'at: "08:00" }',
    'at: "08:00", retry: never }',
    'qa.yaml:7:50: schedule.start.retry: `never` is neither `off` nor a time, for example `{ until: "12:00" }`; for example, `retry: { until: "12:00" }`',
  ],
  [
    'a retry until no time of day',
    'at: "20:00" }',
    'at: "20:00", retry: { until: "24:00" } }',
    'qa.yaml:8:57: schedule.stop.retry.until: `24:00` is not a time of day: HH:MM, from 00:00 to 23:59; for example, `retry: { until: "12:00" }`',
  ],
  [
    'an unknown key without a likely meaning',
    '  toleranceMinutes: 60',
    '  colour: blue',
    'qa.yaml:6:3: schedule.colour: unknown key; use one of `enabled`, `toleranceMinutes`, `spreadMinutes`, `retry`, `start`, `stop`',
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
    'qa.yaml:7:18: schedule.start.days: it has no day; for example, `days: [mon, tue]`',
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
    'qa.yaml:8:32: schedule.stop.at: start and stop are at the same time, `08:00` on mon; move one',
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
];
