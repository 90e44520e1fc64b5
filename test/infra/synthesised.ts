// What the app deploys: its stages, synthesised once per test file with the flags of cdk.json.
import { join } from 'node:path';
import { App, type AppProps, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Definition } from '#domain/definition.ts';
import { buildApp } from '#infra/bin/app.ts';
import { EnvironmentStage } from '#infra/lib/environment-stage.ts';
import cdk from '../../cdk.json' with { type: 'json' };

/** Without the validation of templates, which `npm run synth` does. */
export const appProps: AppProps = {
  context: cdk.context,
  builtinCloudFormationValidation: false,
  analyticsReporting: false,
};

export type Statement = {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
};

/** A value of a template as text, with `${…}` for what only a deployment knows. */
export const text = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Readonly<Record<string, unknown>>;
  if (typeof Ref === 'string') return `\${${Ref}}`;
  if (Array.isArray(attribute)) return `\${${attribute.join('.')}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(text).join(String(join[0]));
  throw new Error(`not a text: ${JSON.stringify(value)}`);
};

type Properties = Readonly<Record<string, unknown>>;
export type Found = { readonly id: string; readonly properties: Properties; readonly attributes: Properties };

const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(text);

const statementsOf = ({ properties }: Found): Statement[] => {
  const { Statement: statements } = properties.PolicyDocument as { Statement: Properties[] };
  return statements.map(({ Action, Resource, Condition }) => ({
    actions: texts(Action),
    resources: texts(Resource),
    condition: Condition,
  }));
};

/** One deployed environment. */
const deployed = (stage: Stage) => {
  const template = Template.fromStack(Stack.of(stage.node.findChild('operations')));
  const all = (type: string, having: Properties = {}): Found[] =>
    Object.entries(template.findResources(type, { Properties: having })).map(([id, { Properties, ...attributes }]) => ({
      id,
      properties: Properties ?? {},
      attributes,
    }));
  return {
    environment: stage.stageName,
    template,
    all,
    /** The only resource of a type with these properties. */
    only(type: string, having: Properties = {}): Found {
      const [found, ...more] = all(type, having);
      if (!found || more.length > 0) throw new Error(`${found ? 'several' : 'no'} ${type} in ${stage.stageName} fit`);
      return found;
    },
    /** What the policies of a role, or of every role, allow. */
    allowedTo: (role?: Found): Statement[] =>
      all('AWS::IAM::Policy')
        .filter(({ properties }) => role === undefined || texts(properties.Roles).includes(`\${${role.id}}`))
        .flatMap(statementsOf),
    /** The folder that a Lambda's code comes from. */
    codeOf: ({ properties }: Found): string => {
      const { S3Key } = properties.Code as { S3Key: string };
      return join((stage.node.root as App).outdir, `asset.${S3Key.replace(/\.zip$/, '')}`);
    },
  };
};

export type Deployed = ReturnType<typeof deployed>;

/** The topic of the reports, to which everybody may subscribe. */
export const operatorsOf = ({ only, environment }: Deployed): Found =>
  only('AWS::SNS::Topic', { TopicName: `curfew-operators-${environment}` });

/** The topic of what cannot be said in Slack. */
export const mailboxesOf = ({ only, environment }: Deployed): Found =>
  only('AWS::SNS::Topic', { TopicName: `curfew-mailboxes-${environment}` });

/** The environments of this repository. */
export const environments: readonly Deployed[] = buildApp(appProps)
  .node.children.filter((child) => child instanceof Stage)
  .map(deployed);

export const deployedFrom = (definition: Definition): Deployed =>
  deployed(new EnvironmentStage(new App(appProps), definition));
