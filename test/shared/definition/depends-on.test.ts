import { expect, it } from 'vitest';
import { parseDefinition } from '#definition/load.ts';
import { warningsIn } from '#definition/warnings.ts';

const fileWith = (app: string): string => `environment: qa
region: us-east-1
timeZone: UTC
schedule: { enabled: true, start: { days: weekdays, at: "08:00" }, stop: { days: every day, at: "20:00" } }
notifications: { slack: { channel: "#qa", webhookSecret: qa/slack } }
resources:
  db: { kind: rds-instance, instance: qa-db }
  cache: { kind: elasticache-replication-group, replicationGroup: qa-cache }
  app: ${app}
`;
const service = (dependsOn: string) =>
  fileWith(`{ kind: ecs-service, cluster: qa, service: qa-app, dependsOn: ${dependsOn} }`);
const appIn = (text: string) => parseDefinition(text, 'qa.yaml').resources.find(({ name }) => name === 'app');

it.each<[string, readonly string[], readonly string[] | undefined]>([
  ['[db, cache]', ['db', 'cache'], undefined],
  ['[{ on: db, early: true }]', ['db'], ['db']],
  ['[cache, { on: db, early: true }]', ['cache', 'db'], ['db']],
  ['[{ on: db }, { on: cache, early: false }]', ['db', 'cache'], undefined],
])('`dependsOn: %s` depends on %j, early on %j', (written, dependsOn, early) => {
  const { early: found, dependsOn: all } = appIn(service(written)) ?? {};

  expect([all, found]).toEqual([dependsOn, early]);
});

it.each<[string, RegExp]>([
  ['[{ on: dbb, early: true }]', /dependsOn\[0\]: resource `dbb` does not exist; did you mean `db`/],
  ['[{ on: app, early: true }]', /`app` depends on itself/],
  ['[db, { on: db, early: true }]', /dependsOn\[1\]: .*listed twice/],
  ['[{ on: db, early: sometimes }]', /early/],
  ['[{ early: true }]', /dependsOn\[0\]/],
])('`dependsOn: %s` is refused', (written, message) => {
  expect(() => appIn(service(written))).toThrow(message);
});

it('`early` on a kind of which nobody knows when it needs something is warned about', () => {
  const text = fileWith('{ kind: msk-connector, connector: qa-sink, dependsOn: [cache, { on: db, early: true }] }');

  expect(
    warningsIn(parseDefinition(text, 'qa.yaml')).map(({ path, what }) => [path.join('.'), what.slice(0, 23)]),
  ).toEqual([['resources.app.dependsOn.1', '`early` changes nothing']]);
});
