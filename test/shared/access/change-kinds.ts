// Kinds of change of a definition: what a person edits, and what `diff` is to say of it. The templates are compared by the same table.

import type { TakesEffect } from '#access/changes.ts';
import { fileContent } from '#definition/diff/file-content.ts';
import { readYaml } from '#definition/yaml-file.ts';

export const mine = `environment: mine
region: eu-west-1
timeZone: Europe/Berlin
schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "20:00" }
calendars:
  germany: [{ date: "2026-12-25", name: Christmas }]
notifications:
  slack: { channel: "#mine", webhookSecret: curfew/mine/slack-webhook }
  topics: [mine-alarms]
alarms: { graceMinutes: 10, mute: ["mine-api-*"] }
resources:
  db: { kind: rds-instance, instance: mine-db }
  cache: { kind: elasticache-replication-group, replicationGroup: mine-cache }
  api: { kind: ecs-service, cluster: mine, service: mine-api, fallbackDesired: 1, dependsOn: [db] }
  web: { kind: ecs-service, cluster: mine, service: mine-web, fallbackDesired: 1, dependsOn: [api] }
  jobs: { kind: ecs-service, cluster: mine, service: mine-jobs, fallbackDesired: 1, dependsOn: [db] }
`;

const worker = '  worker: { kind: ecs-service, cluster: mine, service: mine-worker, fallbackDesired: 1 }\n';

type ChangeKind = {
  readonly what: string;
  readonly edit: readonly [from: string, to: string];
  /** The changes that there are, as `path text`. */
  readonly says: readonly string[];
  readonly takesEffect: TakesEffect;
  /** Types of resources of the stack that differ besides; none where nothing needs a deployment. */
  readonly revokes?: true;
};

const kind = (
  what: string,
  from: string,
  to: string,
  says: string | readonly string[],
  takesEffect: TakesEffect,
  more: Pick<ChangeKind, 'revokes'> = {},
): ChangeKind => ({ what, edit: [from, to], says: [says].flat(), takesEffect, ...more });

export const changeKinds: readonly ChangeKind[] = [
  kind('an earlier stop', 'at: "20:00"', 'at: "19:00"', 'schedule.stop.at 20:00 → 19:00', 'schedules'),
  kind('other days', 'days: every day', 'days: weekdays', 'schedule.stop.days every day → weekdays', 'schedules'),
  kind(
    'a stop of its own on Fridays',
    '{ days: every day, at: "20:00" }',
    '[{ days: mon-thu, at: "20:00" }, { days: [fri, sat, sun], at: "16:00" }]',
    'schedule.stop 20:00 every day → 20:00 mon, tue, wed, thu; 16:00 fri, sat, sun',
    'schedules',
  ),
  kind('another time zone', 'Europe/Berlin', 'Europe/Lisbon', 'timeZone Europe/Berlin → Europe/Lisbon', 'schedules'),
  kind(
    'no start any more',
    '  start: { days: weekdays, at: "08:00" }\n',
    '',
    'schedule.start - 08:00 weekdays',
    'schedules',
  ),
  kind('the schedule is paused', 'enabled: true', 'enabled: false', 'schedule.enabled true → false', 'at-once'),
  kind(
    'another tolerance',
    'enabled: true',
    'enabled: true\n  toleranceMinutes: 30',
    'schedule.toleranceMinutes 90 → 30',
    'at-once',
  ),
  kind('no retries', 'enabled: true', 'enabled: true\n  retry: off', 'schedule.retry + off', 'at-once'),
  kind(
    'one more closed day',
    'Christmas }]',
    'Christmas }, { date: "2026-12-31", name: Silvester }]',
    'calendars.germany.closed.Silvester + 2026-12-31',
    'at-once',
  ),
  kind(
    'one more calendar',
    'calendars:\n',
    'calendars:\n  brazil: [{ date: "2026-12-08", name: Feriado }]\n',
    'calendars.brazil + 2026-12-08 Feriado',
    'at-once',
  ),
  kind(
    'what was woken is stopped again',
    'timeZone: ',
    'whileDown: enforce\ntimeZone: ',
    'whileDown report → enforce',
    'at-once',
  ),
  kind(
    'one more dependency',
    'dependsOn: [db] }\n  web',
    'dependsOn: [db, cache] }\n  web',
    'resources.api.dependsOn + cache',
    'next-run',
  ),
  kind('one dependency less', 'dependsOn: [api]', 'dependsOn: []', 'resources.web.dependsOn - api', 'next-run'),
  kind(
    'another deadline',
    'instance: mine-db }',
    'instance: mine-db, deadlineMinutes: { start: 50 } }',
    'resources.db.deadlineMinutes.start 90 → 50',
    'next-run',
  ),
  kind(
    'another count to fall back on',
    'mine-web, fallbackDesired: 1',
    'mine-web, fallbackDesired: 2',
    'resources.web.fallbackDesired 1 → 2',
    'next-run',
  ),
  kind(
    'another channel behind the same secret',
    '"#mine"',
    '"#ours"',
    'notifications.slack.channel #mine → #ours',
    'at-once',
  ),
  kind(
    'a route',
    'topics: [mine-alarms]',
    'topics: [mine-alarms]\n  routes: [{ name: ops, when: { severity: [critical] } }]',
    'notifications.routes.ops + { when: { severity: [critical] } }',
    'at-once',
  ),
  kind('a longer grace of alarms', 'graceMinutes: 10', 'graceMinutes: 15', 'alarms.graceMinutes 10 → 15', 'at-once'),
  kind('one more service', '  web:', `${worker}  web:`, 'resources.worker + ecs-service mine/mine-worker', 'rights'),
  kind(
    'one service less',
    '  jobs: { kind: ecs-service, cluster: mine, service: mine-jobs, fallbackDesired: 1, dependsOn: [db] }\n',
    '',
    'resources.jobs - ecs-service mine/mine-jobs',
    'next-run',
    { revokes: true },
  ),
  kind(
    'another service under the same name',
    'service: mine-jobs',
    'service: mine-jobs2',
    'resources.jobs.service mine-jobs → mine-jobs2',
    'rights',
  ),
  kind(
    'a service of another cluster',
    'cluster: mine, service: mine-jobs',
    'cluster: other, service: mine-jobs',
    'resources.jobs.cluster mine → other',
    'rights',
  ),
  kind(
    'one more database',
    '  cache:',
    '  db2: { kind: rds-instance, instance: mine-db2 }\n  cache:',
    'resources.db2 + rds-instance mine-db2',
    'rights',
  ),
  kind(
    'a cache that is shrunk',
    'replicationGroup: mine-cache }',
    'replicationGroup: mine-cache, whenStopped: shrink }',
    'resources.cache.whenStopped keep → shrink',
    'rights',
  ),
  kind(
    'a service that is left alone',
    'service: mine-jobs,',
    'service: mine-jobs, leaveAlone: works at night,',
    'resources.jobs.leaveAlone + works at night',
    'next-run',
  ),
  kind(
    'another webhook below the prefix of the environment',
    'curfew/mine/slack-webhook',
    'curfew/mine/other-webhook',
    'notifications.slack.webhookSecret curfew/mine/slack-webhook → curfew/mine/other-webhook',
    'at-once',
  ),
  kind(
    'another webhook',
    'curfew/mine/slack-webhook',
    'mine/slack-webhook',
    'notifications.slack.webhookSecret curfew/mine/slack-webhook → mine/slack-webhook',
    'rights',
  ),
  kind(
    'a webhook below the prefix of another environment',
    'curfew/mine/slack-webhook',
    'curfew/mines/slack-webhook',
    'notifications.slack.webhookSecret curfew/mine/slack-webhook → curfew/mines/slack-webhook',
    'rights',
  ),
  kind(
    'one more topic',
    '[mine-alarms]',
    '[mine-alarms, mine-budgets]',
    'notifications.topics + mine-budgets',
    'stack',
  ),
  kind('one topic less', 'topics: [mine-alarms]', 'topics: []', 'notifications.topics - mine-alarms', 'at-once', {
    revokes: true,
  }),
  kind('one more muted alarm', '["mine-api-*"]', '["mine-api-*", "mine-web-*"]', 'alarms.mute + mine-web-*', 'rights'),
  kind(
    'a muted alarm within another pattern',
    '["mine-api-*"]',
    '["mine-api-*", "mine-api-errors"]',
    'alarms.mute + mine-api-errors',
    'at-once',
  ),
  kind('rights by cluster', 'alarms: {', 'access: cluster\nalarms: {', 'access + cluster', 'rights'),
];

export const contentOf = (text: string) => fileContent(readYaml(text).content);

export const edited = ({ edit: [from, to], what }: ChangeKind): string => {
  const text = mine.replace(from, () => to);
  if (text === mine) throw new Error(`${what}: nothing was edited`);
  return text;
};
