import { lostIdentities } from '../checks/identities.ts';
import {
  accountsNamed,
  keptInTheWay,
  lopsidedClusters,
  namesOfNobody,
  prioritiesTwice,
  secretsIn,
  tiesOf,
  unknownZones,
  unpublished,
  wrongCaches,
  wrongExpressions,
} from '../checks/templates.ts';
import { deployedAs, type Fault, faulty } from '../synthesised.ts';

import type { InjectedFault } from './fault.ts';

type Properties = Record<string, unknown>;

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

export const inTemplates: readonly InjectedFault[] = [
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
  {
    fault: 'a repository that a failed creation leaves behind',
    caughtBy: 'identity.test.ts',
    findings: () =>
      keptInTheWay(
        faulty('prod', 'streaming', ({ Resources }) => {
          for (const one of Object.values(Resources) as Properties[])
            if (one.Type === 'AWS::ECR::Repository') one.DeletionPolicy = 'Retain';
        }),
      ),
    about: /streaming\/scoringimages/,
  },
  {
    fault: 'a log group that the next environment of the account would want, too',
    caughtBy: 'identity.test.ts',
    findings: () =>
      namesOfNobody(
        faulty(
          'prod',
          'network',
          changing('AWS::Logs::LogGroup', (one) => {
            one.LogGroupName = '/vpc/flow-logs';
          }),
        ),
        'atlas-prod',
      ),
    about: /flow-logs/,
  },
];
