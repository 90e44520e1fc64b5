// What CloudFormation's own validation lets pass in a template (facts/cdk.md 3.1), and would fail or hurt when it is deployed.
import { nameProperties } from '#infra/platform/preflight/fixed-names.ts';
import { type Deployed, deployedAs, type Found, text } from '../synthesised.ts';

const everywhere = ({ stackNames, stack }: Deployed, type: string): Found[] =>
  stackNames.flatMap((name) => stack(name).all(type));

const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/UTC']);

/** Schedules in a time zone that nobody knows. Scheduler takes any text until it is deployed. */
export const unknownZones = (deployed: Deployed): string[] =>
  everywhere(deployed, 'AWS::Scheduler::Schedule')
    .map(({ properties }) => String(properties.ScheduleExpressionTimezone))
    .filter((zone) => !zones.has(zone));

/** `cron(minute hour day month weekday year)`: as many fields, and exactly one of the two days is left open. */
const isExpression = (expression: string): boolean => {
  const [, fields] = /^cron\((.*)\)$/.exec(expression) ?? [];
  if (fields === undefined) return /^rate\(\d+ (minute|hour|day)s?\)$/.test(expression);
  const [minute, hour, day, , weekday, ...rest] = fields.split(' ');
  const within = (value: string | undefined, most: number) => /^\d+$/.test(value ?? '') && Number(value) <= most;
  return (
    within(minute, 59) &&
    within(hour, 23) &&
    rest.length === 1 &&
    [day, weekday].filter((one) => one === '?').length === 1
  );
};

export const wrongExpressions = (deployed: Deployed): string[] =>
  everywhere(deployed, 'AWS::Scheduler::Schedule')
    .map(({ properties }) => String(properties.ScheduleExpression))
    .filter((expression) => !isExpression(expression));

/** Rules of a load balancer that want the same place. */
export const prioritiesTwice = (deployed: Deployed): unknown[] => {
  const taken = everywhere(deployed, 'AWS::ElasticLoadBalancingV2::ListenerRule').map(
    ({ properties }) => properties.Priority,
  );
  return taken.filter((one, index) => taken.indexOf(one) < index);
};

/** Kafka clusters with more brokers in one zone than in another. */
export const lopsidedClusters = (deployed: Deployed): string[] =>
  everywhere(deployed, 'AWS::MSK::Cluster').flatMap(({ properties }) => {
    const { ClientSubnets } = properties.BrokerNodeGroupInfo as { ClientSubnets: unknown[] };
    const brokers = Number(properties.NumberOfBrokerNodes);
    return brokers > 0 && brokers % ClientSubnets.length === 0
      ? []
      : [`${brokers} brokers in ${ClientSubnets.length} zones`];
  });

/** Caches of an engine that AWS has not, and such as promise to fail over to nothing. */
export const wrongCaches = (deployed: Deployed): string[] =>
  everywhere(deployed, 'AWS::ElastiCache::ReplicationGroup').flatMap(({ properties }) => {
    const { Engine, NumCacheClusters, AutomaticFailoverEnabled } = properties;
    const isKnown = Engine === 'valkey' || Engine === 'redis';
    if (!isKnown) return [`engine ${Engine}`];
    return AutomaticFailoverEnabled && Number(NumCacheClusters) < 2 ? ['fails over to no replica'] : [];
  });

const textsOf = ({ stackNames, stack }: Deployed): { name: string; template: Record<string, unknown> }[] =>
  stackNames.map((name) => ({ name, template: stack(name).template.toJSON() }));

/** Stacks whose template names an account. */
export const accountsNamed = (deployed: Deployed): string[] =>
  textsOf(deployed)
    .filter(({ template }) => /(?<![\w.-])\d{12}(?![\w.-])/.test(JSON.stringify(template)))
    .map(({ name }) => name);

/** Secrets that are written into a value, rather than referred to. */
const secretsWritten = (value: unknown): string[] =>
  Object.entries(value ?? {}).flatMap(([key, inside]) => {
    if (typeof inside === 'object') return secretsWritten(inside);
    const isSecret = /(password|authtoken|secretkey)$/i.test(key) && typeof inside === 'string';
    return isSecret && !inside.startsWith('{{resolve:') ? [`${key}: ${inside}`] : [];
  });

export const secretsIn = (deployed: Deployed): string[] =>
  textsOf(deployed).flatMap(({ template }) => secretsWritten(template));

/** What ties one stack to another, so that neither can change alone. */
export const tiesOf = (deployed: Deployed): string[] =>
  textsOf(deployed).flatMap(({ name, template }) => [
    ...(JSON.stringify(template).includes('Fn::ImportValue') ? [`${name} imports`] : []),
    ...Object.values(template.Outputs ?? {}).flatMap((output) => ('Export' in output ? [`${name} exports`] : [])),
  ]);

/** Names of the parameters that an environment's stacks create. */
export const publishedIn = (deployed: Deployed): string[] =>
  everywhere(deployed, 'AWS::SSM::Parameter').map(({ properties }) => String(properties.Name));

/** Names of the parameters of the contract that an environment's stacks read. */
export const readBy = ({ stackNames, stack }: Deployed): string[] =>
  stackNames
    .flatMap((name) => Object.values(stack(name).template.findParameters('*')))
    .filter(({ Type }) => String(Type).startsWith('AWS::SSM::Parameter::Value'))
    .map(({ Default }) => String(Default))
    .filter((name) => /^\/platform\/[^/]+\/(network|streaming)\//.test(name));

/** What is read from a foundation that does not publish it. */
export const unpublished = (deployed: Deployed, owner: Deployed = deployedAs('staging')): string[] => {
  const published = publishedIn(owner);
  return readBy(deployed).filter((name) => !published.includes(name));
};

/** Kept even when the deployment fails that first creates it: its name is in the way of the next. Versions go with their function. */
export const keptInTheWay = (deployed: Deployed): string[] =>
  textsOf(deployed).flatMap(({ name, template }) =>
    Object.entries(template.Resources as Record<string, { Type: string; DeletionPolicy?: string }>)
      .filter(([, { Type, DeletionPolicy }]) => DeletionPolicy === 'Retain' && Type !== 'AWS::Lambda::Version')
      .map(([id]) => `${name}/${id}`),
  );

/** Named in a cluster, a group or a function, not in the account. */
const namedInside: readonly string[] = ['AWS::ECS::Service', 'AWS::Scheduler::Schedule', 'AWS::MSK::Topic'];

/** Every name that is the account's, as `type name`. */
export const accountWideNames = (deployed: Deployed): string[] => [
  ...Object.entries(nameProperties)
    .filter(([type]) => !namedInside.includes(type))
    .flatMap(([type, property]) =>
      everywhere(deployed, type)
        .filter(({ properties }) => properties[property] !== undefined)
        .map(({ properties }) => `${type} ${text(properties[property])}`),
    ),
  ...everywhere(deployed, 'AWS::Budgets::Budget').map(
    ({ properties }) => `AWS::Budgets::Budget ${(properties.Budget as { BudgetName: string }).BudgetName}`,
  ),
];

/** Names of the account that say neither the environment nor its prefix: a second environment could not have its own. */
export const namesOfNobody = (deployed: Deployed, prefix: string): string[] =>
  accountWideNames(deployed).filter((name) => !name.includes(prefix) && !name.includes(deployed.environment));
