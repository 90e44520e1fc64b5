// The template of a release as it is built, and the same environment as CDK alone would deploy it: both with the same parameters.
import { Annotations, App, Stack } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { Definition } from '#definition/definition.ts';
import type { Template, Value } from '#deploy/template.ts';
import { OperationsStack } from '#infra/product/operations-stack.ts';
import { compact } from '#infra/product/release/compact.ts';
import { releaseTemplate } from '#infra/product/release/synthesise.ts';
import { appProps } from '#test/infra/synthesised.ts';

export const release = releaseTemplate(appProps, 'hash of the code');

const given: Readonly<Record<string, Value>> = {
  ArtifactBucket: 'artifacts',
  ArtifactKey: 'code.zip',
  Email: '',
  LogRetention: 30,
  CleanupSubnets: ['subnet-1', 'subnet-2'],
  CleanupSecurityGroup: 'sg-1',
  CleanupBootstrap: 'b-1:9098',
};

const resolve = (value: Value, conditions: ReadonlyMap<string, boolean>): Value => {
  if (Array.isArray(value)) return value.map((one) => resolve(one, conditions));
  if (typeof value !== 'object' || value === null) return value;
  const { Ref, 'Fn::If': choice } = value as { readonly [key: string]: Value };
  if (typeof Ref === 'string' && Ref in given) return given[Ref] ?? null;
  if (Array.isArray(choice)) return resolve(conditions.get(String(choice[0])) ? choice[1] : choice[2], conditions);
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one, conditions)]));
};

/** `{ "Fn::Not": [{ "Fn::Equals": [{ "Ref": … }, ""] }] }` */
const isMet = (condition: Value): boolean => {
  const [{ Ref } = { Ref: '' }] = (
    condition as unknown as { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: string }, string] }] }
  )['Fn::Not'][0]['Fn::Equals'];
  return given[Ref] !== '';
};

/** The hash of CDK is of the code that it uploads itself. */
const withoutHashes = (text: string): string => text.replaceAll(/(FunctionCurrentVersion)\w+/g, '$1');

type Resources = Readonly<Record<string, unknown>>;

/** What CloudFormation makes of a template. */
export const deployedResources = ({ Resources, Conditions = {} }: Template): Resources => {
  const conditions = new Map(Object.entries(Conditions).map(([name, one]) => [name, isMet(one)]));
  const isMade = (id: string) => !Resources[id]?.Condition || conditions.get(Resources[id].Condition) === true;
  const made = Object.entries(Resources)
    .filter(([id]) => isMade(id))
    .map(([id, one]) => [id, one.DependsOn ? { ...one, DependsOn: one.DependsOn.filter(isMade).toSorted() } : one]);
  return JSON.parse(withoutHashes(JSON.stringify(resolve(Object.fromEntries(made) as unknown as Value, conditions))));
};

export const byCdk = (definition: Definition, source: string): Stack => {
  const app = new App(appProps);
  const artifacts = Bucket.fromBucketName(new Stack(app, 'elsewhere'), 'Artifacts', 'artifacts');
  Annotations.of(artifacts).acknowledgeWarning('@aws-cdk/aws-lambda:codeFromBucketObjectVersionNotSpecified');
  return new OperationsStack(app, 'operations', {
    definition,
    source,
    owner: 'stack',
    env: { region: definition.region },
    terminationProtection: false,
    kafka: () => ({
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupId: 'sg-1',
      bootstrapBrokers: () => 'b-1:9098',
    }),
    codeOf: (name) => ({ code: Code.fromBucket(artifacts, 'code.zip'), handler: `${name}/index.handler` }),
  });
};

export const templateOf = (stack: Stack): Template =>
  compact((stack.node.root as App).synth().getStackByName(stack.stackName).template as Template);
