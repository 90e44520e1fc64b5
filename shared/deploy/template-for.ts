// The template of one environment: that of the release, filled with what its definition needs. Pure, and without CDK: the same
// definition gives the same template everywhere.
import { accessProblems } from '#access/fits.ts';
import { rightsOf } from '#access/functions.ts';
import { packed } from '#access/pack.ts';
import { restartRules } from '#access/restart-rules.ts';
import { documentOf } from '#access/statement.ts';
import type { Arn } from '#core/aws/arn.ts';
import { partitionOf } from '#core/aws/partition.ts';
import type { FunctionName } from '#core/deployed.ts';
import { InputError } from '#core/errors.ts';
import type { Definition } from '#definition/definition.ts';
import { deliveredProperties, isRight } from './delivered.ts';
import { logicalIdOf } from './logical-id.ts';
import { sub, type Template, type TemplateResource, type Value } from './template.ts';

type Resources = Record<string, TemplateResource>;

/** Only the account is not known before a deployment. */
const arnIn =
  ({ region }: Definition): Arn =>
  (service, resource) =>
    `arn:${partitionOf(region)}:${service}:${region}:\${AWS::AccountId}:${resource}`;

/** The longest that is put in the place of what only a deployment knows: an account. */
const deployedLetters = (text: string): number => text.replaceAll(/\$\{[^}]+\}/g, '000000000000').length;

/**
 * What a definition says is spelled out: what is imported into a stack has to have a name without a reference, and a template that is
 * deployed in another region would give rights to nothing.
 */
const spelledOut = (template: Template, { environment, region }: Definition): Template => {
  const known: Readonly<Record<string, string>> = {
    Environment: environment,
    'AWS::Region': region,
    'AWS::Partition': partitionOf(region),
  };
  const spelled = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(spelled);
    if (typeof value !== 'object' || value === null) return value;
    const { Ref, 'Fn::Sub': text } = value as { readonly [key: string]: Value };
    if (typeof Ref === 'string' && known[Ref] !== undefined) return known[Ref];
    if (typeof text === 'string')
      return sub(text.replaceAll(/\$\{([\w:]+)\}/g, (whole, name: string) => known[name] ?? whole));
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, spelled(one)]));
  };
  return spelled(template as unknown as Value) as unknown as Template;
};

const without = (resources: Resources, isLeftOut: (id: string) => boolean): Resources =>
  Object.fromEntries(Object.entries(resources).filter(([id]) => !isLeftOut(id)));

/** Texts with a reference as `Fn::Sub`. */
const withSubs = (value: Value): Value => {
  if (typeof value === 'string') return sub(value);
  if (Array.isArray(value)) return value.map(withSubs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withSubs(one)]));
};

const policyIdOf = (name: FunctionName): string => logicalIdOf(name, 'Policy');

/** Each role gets its inline policy and as many managed ones as its rights take; what waited for the one waits for all. */
const withRights = (resources: Resources, definition: Definition): Resources => {
  const [problem] = accessProblems(definition);
  if (problem) throw new InputError(`${problem.what}; ${problem.remedy}`);
  const filled: Resources = { ...resources };
  const more = new Map<string, readonly string[]>();
  for (const [name, statements] of rightsOf(definition, arnIn(definition))) {
    const id = policyIdOf(name);
    const inline = filled[id];
    const policies = packed(statements, deployedLetters);
    // A release without a function has no rights for it.
    if (!inline?.Properties || !policies) continue;
    const { Roles: roles = [] } = inline.Properties;
    filled[id] = {
      ...inline,
      Properties: { ...inline.Properties, PolicyDocument: withSubs(documentOf(policies.inline) as unknown as Value) },
    };
    const ids = policies.managed.map((_, index) => logicalIdOf(name, `More${index + 1}`));
    for (const [index, all] of policies.managed.entries())
      filled[ids[index] ?? ''] = {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: { PolicyDocument: withSubs(documentOf(all) as unknown as Value), Roles: roles },
      };
    more.set(id, ids);
  }
  return Object.fromEntries(
    Object.entries(filled).map(([id, one]) => {
      const after = one.DependsOn?.flatMap((other) => [other, ...(more.get(other) ?? [])]);
      return [id, after ? { ...one, DependsOn: after.toSorted() } : one];
    }),
  );
};

const ruleId = logicalIdOf('DatabaseRestarts');
const permissionId = logicalIdOf('DatabaseRestartsMayInvoke');

const withRestarts = (resources: Resources, definition: Definition): Resources => {
  const { [ruleId]: rule, [permissionId]: permission, ...others } = resources;
  if (!rule || !permission) return resources;
  const made = restartRules(definition).map(({ suffix, name, pattern }): [string, TemplateResource][] => {
    const id = logicalIdOf(`DatabaseRestarts${suffix}`);
    return [
      [id, { ...rule, Properties: { ...rule.Properties, Name: name, EventPattern: pattern as unknown as Value } }],
      [
        logicalIdOf(`DatabaseRestartsMayInvoke${suffix}`),
        { ...permission, Properties: { ...permission.Properties, SourceArn: { 'Fn::GetAtt': [id, 'Arn'] } } },
      ],
    ];
  });
  return { ...others, ...Object.fromEntries(made.flat()) };
};

const listenerId = logicalIdOf('alarm-notify', 'Hears');

type QueuePolicy = { readonly Statement: readonly { readonly [key: string]: Value }[] };

/** Its queue takes what the definition's topics say as it takes what the operators' says. */
const withTopics = (resources: Resources, definition: Definition): Resources => {
  const { topics = [] } = definition.notifications;
  const arn = arnIn(definition);
  const listener = resources[listenerId];
  const [policyId = ''] = listener?.DependsOn ?? [];
  const policy = resources[policyId];
  if (!listener || !policy?.Properties || topics.length === 0) return resources;
  const { Statement: statements } = policy.Properties.PolicyDocument as unknown as QueuePolicy;
  const hearing = statements.at(-1) ?? {};
  const taken = topics.map((name) => ({
    ...hearing,
    Condition: { ArnEquals: { 'aws:SourceArn': sub(arn('sns', name)) } },
  }));
  const listeners = topics.map((name) => [
    logicalIdOf('alarm-notify', `Hears-${name}`),
    { ...listener, Properties: { ...listener.Properties, TopicArn: sub(arn('sns', name)) } },
  ]);
  const PolicyDocument = { ...(policy.Properties.PolicyDocument as object), Statement: [...statements, ...taken] };
  return {
    ...resources,
    [policyId]: { ...policy, Properties: { ...policy.Properties, PolicyDocument: PolicyDocument as unknown as Value } },
    ...Object.fromEntries(listeners),
  };
};

const deliveryId = logicalIdOf('Definition');

/** Its content is what `control` is given; a template that grants the same has the same. */
const withDefinition = (resources: Resources, definition: Definition, { source, owner }: Delivered): Resources => {
  const delivery = resources[deliveryId];
  if (!delivery) return resources;
  const Properties = { ...delivery.Properties, ...deliveredProperties(definition, source, owner) };
  // What a version may count on is there before it: rights first, definition second.
  const DependsOn = Object.entries(resources)
    .filter(([, { Type, Properties }]) => isRight(Type, Properties?.Protocol))
    .map(([id]) => id)
    .toSorted();
  return { ...resources, [deliveryId]: { ...delivery, Properties, DependsOn } };
};

const cleanupParameters = ['CleanupSubnets', 'CleanupSecurityGroup', 'CleanupBootstrap'];
const cleanupId = logicalIdOf('cleanup', 'Function');

/** Nothing of it where the definition has no cleanup; no brokers from outside where it names them itself. */
const withCleanup = (template: Template, { cleanup }: Definition): Template => {
  const { Resources, Parameters, Conditions = {} } = template;
  const lambda = Resources[cleanupId];
  if (cleanup && !cleanup.bootstrap) return template;
  if (cleanup) {
    const { Environment, ...properties } = lambda?.Properties ?? {};
    const { KAFKA_BOOTSTRAP: _told, ...variables } = (Environment as { Variables: Record<string, Value> }).Variables;
    const own = { ...lambda, Properties: { ...properties, Environment: { Variables: variables } } } as TemplateResource;
    const { CleanupBootstrap: _unused, ...parameters } = Parameters;
    return { ...template, Parameters: parameters, Resources: { ...Resources, [cleanupId]: own } };
  }
  const { HasVpc: _unused, ...conditions } = Conditions;
  return {
    ...template,
    Parameters: Object.fromEntries(Object.entries(Parameters).filter(([name]) => !cleanupParameters.includes(name))),
    Conditions: conditions,
    Resources: without(Resources, (id) => id.startsWith('cleanup')),
  };
};

/** Nothing waits for what this environment has not. */
const withoutGone = (resources: Resources): Resources =>
  Object.fromEntries(
    Object.entries(resources).map(([id, one]) => {
      const { DependsOn, ...others } = one;
      const after = DependsOn?.filter((other) => other in resources);
      return [id, after && after.length > 0 ? { ...one, DependsOn: after } : others];
    }),
  );

/** What cfn-lint takes for a mistake and is none. */
const lintSettings = ({ cleanup }: Definition, resources: Resources): Pick<Template, 'Metadata'> => {
  const ignored = [
    // Subnets are read only where a security group is given.
    ...(cleanup ? ['W1030'] : []),
    // Its list of actions is older than PauseConnector and ResumeConnector.
    ...(JSON.stringify(resources).includes('kafkaconnect:PauseConnector') ? ['W3037'] : []),
  ];
  return ignored.length === 0 ? {} : { Metadata: { 'cfn-lint': { config: { ignore_checks: ignored } } } };
};

/** Who changes the definition: people, by `curfew apply`, or whoever deploys the stack. */
export type Owner = 'cli' | 'stack';

/** The file as it was written, and who owns it. */
type Delivered = { readonly source: string; readonly owner: Owner };

/** Throws `InputError` for rights that no role can have. */
export const templateFor = (definition: Definition, release: Template, delivered: Delivered): Template => {
  const { environment } = definition;
  const { Environment: _named, ...Parameters } = release.Parameters;
  const template = withCleanup(spelledOut({ ...release, Parameters }, definition), definition);
  const resources = [withRights, withRestarts, withTopics].reduce<Resources>((all, fill) => fill(all, definition), {
    ...template.Resources,
  });
  return {
    Description: `Curfew: scheduled operations of ${environment}`,
    ...lintSettings(definition, resources),
    ...template,
    Resources: withoutGone(withDefinition(resources, definition, delivered)),
  };
};

export const stackNameOf = (environment: string): string => `curfew-${environment}`;
