import { parseDefinition } from '#definition/load.ts';
import { definitionOf } from '#test/infra/fixtures/environments.ts';
import { forgotten, mutedInVain, namedInVain, ringing } from '../checks/definitions.ts';
import { deployedAs } from '../synthesised.ts';

import type { InjectedFault } from './fault.ts';

const staging = definitionOf('staging');

export const soundDefinition = `environment: small
region: us-east-1
timeZone: America/Fortaleza
schedule: { enabled: true, start: { days: weekdays, at: "08:00" }, stop: { days: every day, at: "20:00" } }
notifications: { slack: { channel: "#small", webhookSecret: small/webhook } }
resources:
  db: { kind: rds-instance, instance: small-db }
  app: { kind: ecs-service, cluster: small, service: small-app, fallbackDesired: 1, dependsOn: [db] }
`;

/** What is refused about a definition in which something is replaced. */
const refused = (from: string | RegExp, to: string): string[] => {
  try {
    parseDefinition(soundDefinition.replace(from, to), 'small.yaml');
    return [];
  } catch (error) {
    return [String(error)];
  }
};

export const inDefinitions: readonly InjectedFault[] = [
  {
    fault: 'a service is missing from the definition',
    caughtBy: 'definitions.test.ts',
    findings: () =>
      forgotten(
        { ...staging, resources: staging.resources.filter(({ name }) => name !== 'scoring') },
        deployedAs('staging'),
      ),
    about: /AWS::ECS::Service poc-atlas-dev\/poc-atlas-dev-scoring/,
  },
  {
    fault: 'the definition names a database that is deployed under another name',
    caughtBy: 'definitions.test.ts',
    findings: () =>
      namedInVain(
        {
          ...staging,
          resources: staging.resources.map((one) =>
            one.kind === 'rds-instance' ? { ...one, instance: `${one.instance}-old` } : one,
          ),
        },
        deployedAs('staging'),
      ),
    about: /poc-atlas-dev-camunda-old/,
  },
  {
    fault: 'the definition mutes an alarm with another name',
    caughtBy: 'definitions.test.ts',
    findings: () =>
      mutedInVain(
        { ...staging, alarms: { ...staging.alarms, mute: ['poc-atlas-dev-scorign-*'] } },
        deployedAs('staging'),
      ),
    about: /scorign/,
  },
  {
    fault: 'a stop would set off an alarm that the definition does not mute',
    caughtBy: 'definitions.test.ts',
    findings: () =>
      ringing(
        {
          ...staging,
          alarms: { ...staging.alarms, mute: staging.alarms.mute.filter((one) => !one.includes('scoring')) },
        },
        deployedAs('staging'),
      ),
    about: /scoring-running-tasks-below-desired/,
  },
  {
    fault: 'a time zone that does not exist, in a definition',
    caughtBy: '`curfew validate`',
    findings: () => refused('America/Fortaleza', 'America/Fortalesa'),
    about: /Fortalesa/,
  },
  {
    fault: 'a time that does not exist, in a definition',
    caughtBy: '`curfew validate`',
    findings: () => refused('"08:00"', '"25:00"'),
    about: /25:00/,
  },
  {
    fault: 'resources that wait for each other',
    caughtBy: '`curfew validate`',
    findings: () => refused('instance: small-db', 'instance: small-db, dependsOn: [app]'),
    about: /db.*app|app.*db/s,
  },
  {
    fault: 'a misspelt key in a definition',
    caughtBy: '`curfew validate`',
    findings: () => refused('dependsOn', 'dependOn'),
    about: /dependOn/,
  },
];
