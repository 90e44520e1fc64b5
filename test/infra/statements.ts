// What roles may do, asked of their policies.
import type { Action } from '#core/action.ts';
import type { Arn } from '#core/aws/arn.ts';
import type { Definition } from '#definition/definition.ts';
import { type Doing, permissionsFor } from '#kinds/permissions.ts';
import type { Resource } from '#kinds/resource.ts';
import { permissionFor } from './calls.ts';
import { everyKind } from './every-kind.ts';
import type { Deployed, Found, Statement } from './synthesised.ts';

/** The functions that look at an environment, and two of them change it. */
export const functionNames = ['start', 'stop', 'reconcile'] as const;
export type FunctionName = (typeof functionNames)[number];

/** And the one that only tells what happens there, the one that stores definitions, and the one that empties topics where a definition names some. */
export type Deployable = FunctionName | 'alarm-notify' | 'control' | 'cleanup';

/** The functions of an environment. */
export const functionsOf = ({ cleanup }: Definition): readonly Deployable[] => [
  ...functionNames,
  'alarm-notify',
  'control',
  ...(cleanup ? (['cleanup'] as const) : []),
];

export const roleOf = (deployed: Deployed, name: Deployable): Found =>
  deployed.only('AWS::IAM::Role', { RoleName: `curfew-${deployed.environment}-${name}` });

export const permissionsOf = (deployed: Deployed, name: Deployable): Statement[] =>
  deployed.allowedTo(roleOf(deployed, name));

export const actionsOf = (statements: readonly Statement[]): Set<string> =>
  new Set(statements.flatMap((statement) => statement.actions));

export const resourcesFor = (statements: readonly Statement[], call: string): string[] =>
  statements.filter((statement) => statement.actions.includes(call)).flatMap(({ resources }) => resources);

const arn: Arn = (service, resource) => `arn:aws:${service}:::${resource}`;

/** Calls that resources ask for on everything, and why. */
export const onEverything = (resources: readonly Resource[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (['observe', 'start', 'stop'] as const)
      .flatMap((doing) => permissionsFor(doing, resources, arn))
      .flatMap(({ actions, on }) =>
        'everything' in on ? Object.keys(actions).map((action) => [action, on.everything]) : [],
      ),
  );

/** What kinds of resources ask for, at all. */
const askedFor = (doing: Doing): readonly string[] =>
  permissionsFor(doing, everyKind.resources, arn).flatMap(({ actions }) => Object.keys(actions));

/** Services of which gates and vendors' kinds only read, and in which Curfew has things of its own. */
const ofCurfewItself: readonly string[] = ['cloudwatch', 'secretsmanager', 'sqs'];

const servicesOfKinds = new Set(
  [...askedFor('observe'), ...askedFor('start'), ...askedFor('stop')]
    .map((action) => action.split(':')[0] ?? '')
    .filter((service) => !ofCurfewItself.includes(service)),
);

/** All that a run may do to resources. */
export const changesOfKinds: readonly string[] = [...new Set([...askedFor('start'), ...askedFor('stop')])];

/** Curfew uses these itself, for its own functions and schedules: there only this call changes the environment alone. */
const usedByCurfew = ['iam', 'lambda', 'scheduler'];

const isChange = (call: string): boolean => {
  const [service = ''] = call.split(':');
  if (usedByCurfew.includes(service)) return call === 'lambda:UpdateEventSourceMapping';
  return servicesOfKinds.has(service) && !/:(Describe|Get|List)/.test(call);
};

/** Changes that only this run makes. */
export const onlyIn = (action: Action): readonly string[] => {
  const others = new Set(askedFor(action === 'start' ? 'stop' : 'start'));
  return askedFor(action).filter((call) => !others.has(call));
};

/** The calls by which the environment itself could be changed. */
export const changesIn = (statements: readonly Statement[]): string[] => [...actionsOf(statements)].filter(isChange);

/** What may be changed in the environment itself. A scalable target is reached through its service. */
export const changedBy = (statements: readonly Statement[]): Set<string> =>
  new Set(
    statements
      .filter(({ actions }) => actions.some((call) => isChange(call) && !call.startsWith('application-autoscaling:')))
      .flatMap(({ resources }) => resources),
  );

/** What Lambda itself does in the name of a function in a VPC, on everything. */
export const byLambdaInVpc: readonly string[] = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];

/** What Lambda itself does in a function's name. */
export const byLambda: readonly string[] = ['logs:CreateLogStream', 'logs:PutLogEvents', 'sqs:SendMessage'];

/** How IAM calls a service where the trace has another word. */
const prefixes: Readonly<Record<string, string>> = {
  ec2autoscaling: 'autoscaling',
  eventbridge: 'events',
  kinesisanalyticsv2: 'kinesisanalytics',
  autoscaling: 'application-autoscaling',
  elbv2: 'elasticloadbalancing',
};

/** The action that a call of the trace needs. */
export const iamAction = (operation: string): string => {
  const [service = '', call = ''] = operation.split(':');
  return permissionFor(prefixes[service] ?? service, call);
};
