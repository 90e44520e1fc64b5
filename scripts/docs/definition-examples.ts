// Worked examples at the top of docs/definition.md. Each is a whole definition: a test loads all of them.
import { paragraph } from './markdown.ts';

type Example = { readonly title: string; readonly text: string; readonly yaml: string };

const head = (environment: string): string => `environment: ${environment}
region: eu-west-1
timeZone: Europe/Lisbon
notifications:
  slack: { channel: "#${environment}", webhookSecret: ${environment}/slack-webhook }
`;

const definitionExamples: readonly Example[] = [
  {
    title: 'Working hours',
    text: 'Up on weekdays from 8:00 to 20:00. The stop runs every day, so it also catches what somebody started at the weekend.',
    yaml: `${head('shop')}schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "20:00" }
resources:
  db: { kind: rds-instance, instance: shop-db }
  api: { kind: ecs-service, cluster: shop, service: shop-api, dependsOn: [db] }
  web: { kind: ecs-service, cluster: shop, service: shop-web, dependsOn: [api] }
`,
  },
  {
    title: 'A week with several slots',
    text:
      '`start` and `stop` take one slot or a list. On Fridays this environment stops earlier, and for the closing of the month it also runs on the last day, ' +
      'whichever weekday that is. A stop without a start, or a start without a stop, is a schedule too: the rest is done by hand.',
    yaml: `${head('shop')}schedule:
  enabled: true
  start:
    - { days: weekdays, at: "08:00" }
    - { on: last day, at: "07:00" }
  stop:
    - { days: mon-thu, at: "20:00" }
    - { days: fri-sun, at: "16:00" }
resources:
  api: { kind: ecs-service, cluster: shop, service: shop-api }
`,
  },
  {
    title: 'Ready by an hour',
    text:
      'Everything is up by 8:00. The start begins as early as the last ten starts say that it has to, but not before 6:00; the first one begins at 6:00. ' +
      'If its schedule does not fire, `reconcile` starts the environment after 8:00.',
    yaml: `${head('shop')}schedule:
  enabled: true
  start: { days: weekdays, readyBy: "08:00", notBefore: "06:00" }
  stop: { days: every day, at: "20:00" }
resources:
  db: { kind: rds-instance, instance: shop-db }
  api: { kind: ecs-service, cluster: shop, service: shop-api, dependsOn: [db] }
`,
  },
  {
    title: 'Holidays',
    text:
      'On the days of a calendar nothing is started. Stops still run. Several calendars can apply, for example one per country. With `until` a day is a half ' +
      'day: it starts as usual and ends early. With `open` a day is a working day, even where another calendar closes it. `{ ical: holidays.ics }` in place of a list reads ' +
      'the days from a file beside the definition, and `{ changeCalendar: company-holidays }` from an SSM Change Calendar, which is read again once a day: what it says ' +
      'then is a version of its own, and the days that have changed are reported in Slack.',
    yaml: `${head('shop')}calendars:
  portugal:
    - { date: "2026-12-25", name: Christmas }
    - { from: "2026-12-31", to: "2027-01-01", name: New Year }
  company:
    - { date: "2026-12-24", name: Christmas Eve, until: "13:00" }
    - { date: "2026-12-19", name: stocktaking, open: true } # a Saturday that goes like a Friday
schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "20:00" }
resources:
  api: { kind: ecs-service, cluster: shop, service: shop-api }
`,
  },
  {
    title: 'A shared database',
    text:
      'Two environments use one database. Only one definition may stop it. The other lists it with `leaveAlone`: its services wait for the ' +
      'database at a start, and its stop does not touch the database. `validate` rejects two definitions that both stop it.',
    yaml: `${head('shop-b')}schedule:
  enabled: true
  start: { days: weekdays, at: "08:30" } # after the environment that starts the database
  stop: { days: every day, at: "19:30" } # before it stops the database
resources:
  db: { kind: rds-instance, instance: shop-db, leaveAlone: "started and stopped by environment shop" }
  api: { kind: ecs-service, cluster: shop-b, service: shop-b-api, dependsOn: [db] }
`,
  },
  {
    title: 'Leave one resource alone',
    text:
      'Curfew checks the resource and never changes it. Everything that it depends on stays up too: here `db` stays up because `import` ' +
      'runs all night.',
    yaml: `${head('shop')}schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "20:00" }
resources:
  db: { kind: rds-instance, instance: shop-db }
  import: { kind: ecs-service, cluster: shop, service: shop-import, dependsOn: [db], leaveAlone: imports run all night }
  web: { kind: ecs-service, cluster: shop, service: shop-web }
`,
  },
  {
    title: 'Stop only',
    text: 'Without `start`, somebody starts the environment by hand when it is needed, and the schedule stops it in the evening.',
    yaml: `${head('shop')}schedule:
  enabled: true
  stop: { days: every day, at: "20:00" }
resources:
  api: { kind: ecs-service, cluster: shop, service: shop-api }
`,
  },
  {
    title: 'Snapshots and maintenance of a database',
    text:
      'Before each stop `db` gets a snapshot, once nothing uses it any more; the last seven are kept, and older ones that Curfew made are deleted. If a snapshot fails, for example ' +
      'because the account has its 100 manual snapshots of a region already, `db` stays up (`keep-up`); without `ifFailed` it is stopped, and the report warns. ' +
      'AWS does no maintenance of a database that is stopped. With `maintenance: attend` `reconcile` starts the database an hour before its weekly window, if that is in the ' +
      'downtime, with what it needs and nothing else, and stops it after the window, or later if AWS is still at work. It does so every week: AWS lists not all of its work before. ' +
      'The window is read from AWS at each look, in UTC.',
    yaml: `${head('shop')}schedule:
  enabled: true
  start: { days: weekdays, at: "08:00" }
  stop: { days: every day, at: "20:00" }
resources:
  db:
    kind: rds-instance
    instance: shop-db
    snapshotBeforeStop: { keep: 7, ifFailed: keep-up }
    maintenance: attend
  events: { kind: aurora-cluster, cluster: shop-events, snapshotBeforeStop: true }
`,
  },
];

export const exampleSections: readonly string[] = definitionExamples.flatMap(({ title, text, yaml }) =>
  paragraph(`### ${title}`, '', text, '', '```yaml', ...yaml.trimEnd().split('\n'), '```'),
);
