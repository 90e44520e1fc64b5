// Faults that a hurried change could bring in, each put into a definition, a template, the code or the app in memory, and the
// check that finds it. The checks are those that the other tests here hold to find nothing.
import { App, type AppProps, CfnResource } from 'aws-cdk-lib';
import { parseDefinition } from '#definition/load.ts';
import { definitionOf } from '#definition/packed.ts';
import { buildStreamApp } from '#infra/platform/bin/stream.ts';
import { EnvironmentStage } from '#infra/platform/environment-stage.ts';
import { callsOf } from './calls.ts';
import { findingsIn } from './checks/cloudformation.ts';
import { forgotten, mutedInVain, namedInVain, ringing } from './checks/definitions.ts';
import { lostIdentities } from './checks/identities.ts';
import { unexplained } from './checks/nag.ts';
import { permissionGaps } from './checks/permissions.ts';
import { needlessStars, policiesOf, unknownActions } from './checks/policies.ts';
import {
  accountsNamed,
  lopsidedClusters,
  prioritiesTwice,
  secretsIn,
  tiesOf,
  unknownZones,
  unpublished,
  wrongCaches,
  wrongExpressions,
} from './checks/templates.ts';
import { everyKind } from './every-kind.ts';
import { appProps, deployedAs, deployedFrom, type Fault, faulty } from './synthesised.ts';

type Properties = Record<string, unknown>;

/** What a person who meets the check reads of it. */
type InjectedFault = {
  readonly fault: string;
  /** Who finds it: a test here, `curfew validate` (and the build with it), or `npm run synth`. */
  readonly caughtBy: string;
  /** The findings, of which one has to be about the fault. */
  readonly findings: () => unknown[] | Promise<unknown[]>;
  readonly about: RegExp;
};

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

/** Changes the properties of resources of a type; of all, or those that fit. */
const changing =
  (
    type: string,
    change: (properties: Properties) => void,
    fits: (properties: Properties) => boolean = () => true,
  ): Fault =>
  ({ Resources }) => {
    const found = Object.values(Resources).filter((one) => (one as Properties).Type === type && fits(one.Properties));
    if (found.length === 0) throw new Error(`no ${type} to put a fault into`);
    for (const { Properties } of found) change(Properties);
  };

type Statement = { Action: string | string[]; Resource: unknown };

/** Changes the first statement of policies that allows an action. */
const inPolicies =
  (action: string, change: (statement: Statement) => void): Fault =>
  (template) => {
    const statements = Object.values(template.Resources).flatMap(({ Properties: { PolicyDocument } = {} }) => {
      const { Statement = [] } = (PolicyDocument ?? {}) as { Statement?: Statement[] };
      return Statement.filter(({ Action }) => [Action].flat().includes(action));
    });
    const [first] = statements;
    if (!first) throw new Error(`nothing allows ${action}`);
    change(first);
  };

const replaced = (action: string, by: readonly string[]): Fault =>
  inPolicies(action, (statement) => {
    statement.Action = [statement.Action].flat().flatMap((one) => (one === action ? by : one));
  });

/** The stream's app, which is small, with a property of its cluster set. */
const streamWith =
  (path: string, value: unknown) =>
  (props: AppProps): App => {
    const app = buildStreamApp('infra/platform/stream/example.yaml', props);
    const cluster = app.node.findAll().find((one) => CfnResource.isCfnResource(one) && one.node.id === 'cluster');
    (cluster as CfnResource).addPropertyOverride(path, value);
    return app;
  };

/** Stages take a fault before anybody looks at their constructs. */
const stageWith = (type: string, path: string, value: unknown): EnvironmentStage => {
  const stage = new EnvironmentStage(new App(appProps), definitionOf('staging2'));
  const found = stage.node.findAll().filter((one) => CfnResource.isCfnResource(one) && one.cfnResourceType === type);
  for (const one of found) Object.assign(one, { [path]: value });
  return stage;
};

const inDefinitions: readonly InjectedFault[] = [
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
    fault: 'the definition mutes an alarm that is called otherwise',
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

const inPermissions: readonly InjectedFault[] = [
  {
    fault: 'a misspelt action in a policy',
    caughtBy: 'iam.test.ts',
    findings: () =>
      unknownActions(
        policiesOf(faulty('staging', 'operations', replaced('rds:StopDBInstance', ['rds:StopDbInstances']))),
      ),
    about: /rds:StopDbInstances/,
  },
  {
    fault: '`*` for an action that takes a resource',
    caughtBy: 'iam.test.ts',
    findings: () =>
      needlessStars(
        policiesOf(
          faulty(
            'staging',
            'operations',
            inPolicies('rds:StopDBInstance', (statement) => {
              statement.Resource = '*';
            }),
          ),
        ),
      ),
    about: /rds:StopDBInstance/,
  },
  {
    fault: 'a new call of AWS in the code of `stop`, without a permission',
    caughtBy: 'permissions.test.ts',
    findings: async () => {
      const code = "import { RebootDBInstanceCommand } from '@aws-sdk/client-rds';\nnew RebootDBInstanceCommand({});";
      return permissionGaps('stop', deployedFrom(everyKind), await callsOf('stop', [code]));
    },
    about: /rds:RebootDBInstance is called and not allowed/,
  },
  {
    fault: 'a new request to Kafka in the code of `cleanup`, of which nobody said what it needs',
    caughtBy: 'permissions.test.ts',
    findings: async () => {
      const code = "import { deleteGroupsV2 } from '@platformatic/kafka';";
      const calls = callsOf('cleanup', [code]);
      return calls.then(
        () => [],
        (error: unknown) => [String(error)],
      );
    },
    about: /deleteGroups/,
  },
  {
    fault: 'a permission that the code of `cleanup` needs is taken away',
    caughtBy: 'permissions.test.ts',
    findings: async () =>
      permissionGaps(
        'cleanup',
        faulty('staging', 'operations', replaced('kafka-cluster:DescribeGroup', ['kafka-cluster:Connect'])),
        await callsOf('cleanup'),
      ),
    about: /kafka-cluster:DescribeGroup is called and not allowed/,
  },
  {
    fault: 'a permission that no code of `cleanup` asks for',
    caughtBy: 'permissions.test.ts',
    findings: async () =>
      permissionGaps(
        'cleanup',
        faulty(
          'staging',
          'operations',
          replaced('kafka-cluster:DescribeGroup', ['kafka-cluster:DescribeGroup', 'kafka-cluster:ReadData']),
        ),
        await callsOf('cleanup'),
      ),
    about: /kafka-cluster:ReadData is allowed and never called/,
  },
];

const inTemplates: readonly InjectedFault[] = [
  {
    fault: 'a schedule in a time zone that does not exist',
    caughtBy: 'schedules.test.ts',
    findings: () =>
      unknownZones(
        faulty(
          'staging',
          'operations',
          changing('AWS::Scheduler::Schedule', (one) => {
            one.ScheduleExpressionTimezone = 'America/Fortalesa';
          }),
        ),
      ),
    about: /Fortalesa/,
  },
  {
    fault: 'a schedule with five fields, as cron has them elsewhere',
    caughtBy: 'schedules.test.ts',
    findings: () =>
      wrongExpressions(
        faulty(
          'staging',
          'operations',
          changing('AWS::Scheduler::Schedule', (one) => {
            one.ScheduleExpression = 'cron(0 20 * * *)';
          }),
        ),
      ),
    about: /cron\(0 20 \* \* \*\)/,
  },
  {
    fault: 'two rules of the load balancer at one priority',
    caughtBy: 'workloads.test.ts',
    findings: () =>
      prioritiesTwice(
        faulty(
          'staging',
          'workloads',
          changing('AWS::ElasticLoadBalancingV2::ListenerRule', (one) => {
            one.Priority = 10;
          }),
        ),
      ),
    about: /^10$/,
  },
  {
    fault: 'three brokers in two zones',
    caughtBy: 'streaming.test.ts',
    findings: () =>
      lopsidedClusters(
        faulty(
          'staging',
          'streaming',
          changing('AWS::MSK::Cluster', (one) => {
            one.NumberOfBrokerNodes = 3;
          }),
        ),
      ),
    about: /3 brokers in 2 zones/,
  },
  {
    fault: 'a misspelt engine of the cache',
    caughtBy: 'data.test.ts',
    findings: () =>
      wrongCaches(
        faulty(
          'staging',
          'data',
          changing('AWS::ElastiCache::ReplicationGroup', (one) => {
            one.Engine = 'valky';
          }),
        ),
      ),
    about: /valky/,
  },
  {
    fault: 'a foundation does not publish a key that another environment reads',
    caughtBy: 'foundation.test.ts',
    findings: () =>
      unpublished(
        deployedAs('staging2'),
        faulty(
          'staging',
          'network',
          changing(
            'AWS::SSM::Parameter',
            (one) => {
              one.Name = '/platform/staging/network/vpc';
            },
            ({ Name }) => Name === '/platform/staging/network/vpc-id',
          ),
        ),
      ),
    about: /network\/vpc-id/,
  },
  {
    fault: 'staging2 exports a value, and so ties another stack to itself',
    caughtBy: 'foundation.test.ts',
    findings: () =>
      tiesOf(
        faulty('staging2', 'data', (template) => {
          template.Outputs = { Cache: { Value: 'cache', Export: { Name: 'staging2-cache' } } };
        }),
      ),
    about: /data exports/,
  },
  {
    fault: 'the number of an account in a template',
    caughtBy: 'app.test.ts',
    findings: () =>
      accountsNamed(
        faulty(
          'staging',
          'operations',
          changing('AWS::SNS::Topic', (one) => {
            one.DisplayName = 'of account 111122223333';
          }),
        ),
      ),
    about: /operations/,
  },
  {
    fault: 'a password in a template',
    caughtBy: 'app.test.ts',
    findings: () =>
      secretsIn(
        faulty(
          'staging',
          'data',
          changing('AWS::RDS::DBInstance', (one) => {
            one.MasterUserPassword = 'hunter2';
          }),
        ),
      ),
    about: /hunter2/,
  },
  {
    fault: 'a construct of a database is renamed, so that CloudFormation would make another one',
    caughtBy: 'identity.test.ts',
    findings: () =>
      lostIdentities(
        faulty('prod', 'data', ({ Resources }) => {
          const { dashboarddbinstance049E7747: instance, ...others } = Resources;
          if (!instance) throw new Error('no database to rename');
          for (const id of Object.keys(Resources)) delete Resources[id];
          Object.assign(Resources, others, { backenddbinstance049E7747: instance });
        }),
      ),
    about: /dashboarddbinstance049E7747 would be deleted/,
  },
];

const inTheApp: readonly InjectedFault[] = [
  {
    fault: 'a property that CloudFormation does not know',
    caughtBy: '`npm run synth`, validation.test.ts',
    findings: () => findingsIn(streamWith('LoggingInfo.Enabled', true)),
    about: /crypto-stream-msk\/stream\/cluster/,
  },
  {
    fault: 'a value of the wrong type',
    caughtBy: '`npm run synth`, validation.test.ts',
    findings: () => findingsIn(streamWith('VpcConfigs', 'vpc-1')),
    about: /crypto-stream-msk\/stream\/cluster/,
  },
  {
    fault: 'a database that is not encrypted',
    caughtBy: 'nag.test.ts',
    findings: () => unexplained(stageWith('AWS::RDS::DBInstance', 'storageEncrypted', false)),
    about: /RDS2/,
  },
];

export const injectedFaults: readonly InjectedFault[] = [
  ...inDefinitions,
  ...inPermissions,
  ...inTemplates,
  ...inTheApp,
];
