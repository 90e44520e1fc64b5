// What the app deploys: its stages, synthesised once per test file with the flags of cdk.json.
import { join } from 'node:path';
import { App, type AppProps, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Definition } from '#definition/definition.ts';
import { buildApp } from '#infra/platform/bin/app.ts';
import type { EnvironmentConfig } from '#infra/platform/config/environment-config.ts';
import { EnvironmentStage } from '#infra/platform/environment-stage.ts';
import { configOf, definitionOf, fixtureNames } from '#test/infra/fixtures/environments.ts';
import cdk from '../../cdk.json' with { type: 'json' };

/** Without the validation of templates, which `npm run synth` does. */
export const appProps: AppProps = {
  context: cdk.context,
  builtinCloudFormationValidation: false,
  analyticsReporting: false,
};

/** What a stack delivers is read by nobody here. */
export const anySource = 'environment: any\n';

export type Statement = {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
};

type Properties = Readonly<Record<string, unknown>>;

/** A value of a template as text, with `${…}` for what only a deployment knows. */
export const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const found = value as Properties;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::GetStackOutput': output, 'Fn::Join': join, 'Fn::Select': select } = found;
  if (typeof Ref === 'string') return `\${${Ref}}`;
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
  if (output) return `\${${Object.values(output).join('.')}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(text).join(String(join[0]));
  if (Array.isArray(select)) return `\${${select[0]} of ${text(select[1]['Fn::Split'][1]).slice(2, -1)}}`;
  throw new Error(`not a text: ${JSON.stringify(value)}`);
};

export type Found = { readonly id: string; readonly properties: Properties; readonly attributes: Properties };

/** The values of a list, or of what stands for a list of one. */
export const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(text);

export const statementsOf = ({ properties }: Found): Statement[] => {
  const { Statement: statements } = properties.PolicyDocument as { Statement: Properties[] };
  return statements.map(({ Effect, Action, Resource, Condition }) => ({
    effect: String(Effect),
    actions: texts(Action),
    resources: texts(Resource),
    condition: Condition,
  }));
};

/** A template on its way to its test: what a fault changes before anybody looks. */
export type Fault = (template: {
  Resources: Record<string, { Properties: Record<string, unknown> }>;
  Outputs?: Record<string, unknown>;
}) => void;

const templateOf = (stack: Stack, fault: Fault | undefined): Template => {
  const template = Template.fromStack(stack);
  if (!fault) return template;
  const changed = structuredClone(template.toJSON()) as Parameters<Fault>[0];
  fault(changed);
  return Template.fromJSON(changed);
};

/** One stack as it is deployed. */
export const deployedStack = (stack: Stack, fault?: Fault) => {
  const template = templateOf(stack, fault);
  const all = (type: string, having: Properties = {}): Found[] =>
    Object.entries(template.findResources(type, { Properties: having })).map(([id, { Properties, ...attributes }]) => ({
      id,
      properties: Properties ?? {},
      attributes,
    }));
  /** Of a role, or of every role; what exceeds the letters of one goes into managed policies of their own. */
  const policiesOf = (role?: Found): Found[] =>
    ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy']
      .flatMap((type) => all(type))
      .filter(({ properties }) => properties.Roles !== undefined)
      .filter(({ properties }) => role === undefined || texts(properties.Roles).includes(`\${${role.id}}`));
  /** What the policies of a role, or of every role, allow. */
  const allowedTo = (role?: Found): Statement[] =>
    policiesOf(role)
      .flatMap(statementsOf)
      .filter(({ effect }) => effect === 'Allow');
  return {
    template,
    all,
    policiesOf,
    allowedTo,
    /** The same, an action on a resource each: `sqs:SendMessage arn:…:name`, by default the end of the resource alone. */
    rightsOf: (role?: Found, shown = (resource: string) => resource.split(/[:/]/).at(-1) ?? ''): string[] =>
      allowedTo(role).flatMap(({ actions, resources }) =>
        actions.flatMap((action) => resources.map((resource) => `${action} ${shown(resource)}`)),
      ),
    /** The only resource of a type with these properties. */
    only(type: string, having: Properties = {}): Found {
      const [found, ...more] = all(type, having);
      if (!found || more.length > 0) throw new Error(`${found ? 'several' : 'no'} ${type} in ${stack.node.path} fit`);
      return found;
    },
    /** What they forbid, whatever else is allowed. */
    forbiddenTo: (role: Found): Statement[] =>
      policiesOf(role)
        .flatMap(statementsOf)
        .filter(({ effect }) => effect === 'Deny'),
    /** The stacks that are deployed before it, by their names in the stage. */
    dependsOn: stack.dependencies.map(({ node }) => node.id),
    /** The archive that a Lambda's code comes from. */
    codeOf: ({ properties }: Found): string => {
      const { S3Key } = properties.Code as { S3Key: string };
      return join((stack.node.root as App).outdir, `asset.${S3Key}`);
    },
  };
};

export type DeployedStack = ReturnType<typeof deployedStack>;

/** One deployed environment: what it has is that of its operations, its other stacks are asked for by name. */
const deployed = (stage: Stage, faults: Readonly<Record<string, Fault>> = {}) => {
  const stackNames = stage.node.children.filter((child) => child instanceof Stack).map(({ node }) => node.id);
  const known = new Map<string, DeployedStack>();
  const stack = (name: string): DeployedStack => {
    const one = known.get(name) ?? deployedStack(Stack.of(stage.node.findChild(name)), faults[name]);
    known.set(name, one);
    return one;
  };
  return { environment: stage.stageName, stage, stackNames, stack, ...stack('operations') };
};

export type Deployed = ReturnType<typeof deployed>;

/** The topic of the reports, to which everybody may subscribe. */
export const operatorsOf = ({ only, environment }: Deployed): Found =>
  only('AWS::SNS::Topic', { TopicName: `curfew-operators-${environment}` });

/** The topic of what cannot be said in Slack. */
export const mailboxesOf = ({ only, environment }: Deployed): Found =>
  only('AWS::SNS::Topic', { TopicName: `curfew-mailboxes-${environment}` });

/** What the app deploys: whatever has a definition in the folder that was chosen. Synthesised at each call. */
export const everyEnvironment = (): readonly Deployed[] =>
  buildApp(appProps)
    .node.children.filter((child) => child instanceof Stage)
    .map((stage) => deployed(stage));

export const deployedFrom = (definition: Definition, config?: EnvironmentConfig): Deployed =>
  deployed(new EnvironmentStage(new App(appProps), definition, anySource, config));

/** The environments of the fixtures, in one app: what the tests look at, whatever people edit in this repository. */
const fixtures = new App(appProps);
export const environments: readonly Deployed[] = fixtureNames.map((environment) =>
  deployed(new EnvironmentStage(fixtures, definitionOf(environment), anySource, configOf(environment))),
);

/** An environment of the fixtures. */
export const deployedAs = (environment: string): Deployed => {
  const found = environments.find((one) => one.environment === environment);
  if (!found) throw new Error(`${environment} is not deployed`);
  return found;
};

/** An environment of the fixtures with a fault in one of its templates. */
export const faulty = (environment: string, stackName: string, fault: Fault): Deployed =>
  deployed(deployedAs(environment).stage, { [stackName]: fault });
