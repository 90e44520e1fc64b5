// A small environment with quick resources: few polls, so that every checkpoint of a run can be tried.
import { parseDefinition } from '#definition/load.ts';
import { ordinaryNight } from '#sim/scenario/default-night.ts';
import type { Scenario } from '#sim/scenario/scenario.ts';

const definition = parseDefinition(
  `
environment: small
region: us-east-1
timeZone: America/Fortaleza
schedule:
  enabled: true
  start: { days: weekdays, at: '08:00' }
  stop: { days: every day, at: '20:00' }
notifications:
  slack: { channel: '#small', webhookSecret: small/slack }
alarms: { mute: [small-*], graceMinutes: 5 }
resources:
  db: { kind: rds-instance, instance: small-db }
  kafka: { kind: msk-cluster, cluster: small-msk }
  app: { kind: ecs-service, cluster: small, service: small-app, dependsOn: [db, kafka] }
  worker: { kind: ecs-service, cluster: small, service: small-worker, dependsOn: [kafka] }
  sink: { kind: msk-connector, connector: small-sink, dependsOn: [kafka, app] }
`,
  'small.yaml',
);

const scaling = {
  min: 1,
  max: 4,
  suspended: { dynamicScalingIn: false, dynamicScalingOut: false, scheduledScaling: true },
};

const alarm = { muted: false, disabled: false, scales: false, whenMissing: 'ALARM' } as const;

export const smallNight = (): Scenario => ({
  ...ordinaryNight(definition, 1),
  alarms: [
    { name: 'small-app-tasks', watches: 'app', ...alarm },
    { name: 'small-db-connections', watches: 'db', ...alarm, whenMissing: 'INSUFFICIENT_DATA' },
  ],
  world: {
    db: { startMinutes: 0.6, stopMinutes: 0.4 },
    app: { desired: 2, startMinutes: 0.5, drainMinutes: 0.3, loadBalancer: true, scaling },
    worker: { desired: 1, startMinutes: 0.3, drainMinutes: 0.2, loadBalancer: false, scaling: null },
    sink: { startMinutes: 0.3, stopMinutes: 0.3 },
  },
});
