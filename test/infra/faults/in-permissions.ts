import { callsOf } from '../calls.ts';
import { permissionGaps } from '../checks/permissions.ts';
import { needlessStars, policiesOf, unknownActions } from '../checks/policies.ts';
import { everyKind } from '../every-kind.ts';
import { deployedFrom, type Fault, faulty } from '../synthesised.ts';

import type { InjectedFault } from './fault.ts';

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

export const inPermissions: readonly InjectedFault[] = [
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
    fault: 'a permission that the code of `cleanup` needs is removed',
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
