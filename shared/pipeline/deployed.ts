// What a deployed function of a pipeline runs with: its pipeline beside its code, and variables of its environment.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { Pipeline } from './file/pipeline-file.ts';
import { type StoreName, storeNames } from './file/store-names.ts';

type Variables = Readonly<Record<string, string | undefined>>;

type Deployed = {
  readonly pipeline: Pipeline;
  readonly topics: NonNullable<Pipeline['topics']>;
  readonly bootstrap: readonly string[];
  readonly region: string;
  readonly requestTimeoutMs: number;
};

const required = (variables: Variables, name: string): string => {
  const value = variables[name];
  if (value) return value;
  throw new InputError(`the environment variable ${name} is not set; the stack of the pipeline sets it`);
};

/** Shorter than any time-out of the functions, so that a bad moment is reported as one. */
const requestTimeoutMs = 20_000;

/** Validated and with its defaults filled in when the stack was made: here neither YAML nor the schema is loaded. */
const readPipeline = (folder: string): Pipeline => JSON.parse(readFileSync(join(folder, 'pipeline.json'), 'utf8'));

/** Throws `InputError` for a missing variable. */
export const deployedPipeline = (variables: Variables): Deployed => {
  const pipeline = readPipeline(required(variables, 'LAMBDA_TASK_ROOT'));
  if (!pipeline.topics) throw new InputError('the pipeline names no topics');
  return {
    pipeline,
    topics: pipeline.topics,
    bootstrap: required(variables, 'KAFKA_BOOTSTRAP').split(','),
    region: required(variables, 'AWS_REGION'),
    requestTimeoutMs,
  };
};

type DeployedIntake = Pick<Deployed, 'bootstrap' | 'region'> & {
  readonly intake: NonNullable<Pipeline['intake']>;
  readonly queueUrl: string;
};

/** Throws `InputError` for a missing variable. */
export const deployedIntake = (variables: Variables): DeployedIntake => {
  const { intake } = readPipeline(required(variables, 'LAMBDA_TASK_ROOT'));
  if (!intake) throw new InputError('the pipeline names no senders (`intake`)');
  return {
    intake,
    queueUrl: required(variables, 'QUEUE_URL'),
    bootstrap: required(variables, 'KAFKA_BOOTSTRAP').split(','),
    region: required(variables, 'AWS_REGION'),
  };
};

type DeployedReader = Omit<Deployed, 'topics'> & {
  readonly changes: NonNullable<Pipeline['changes']>;
  readonly queueUrl: string;
};

/** Throws `InputError` for a missing variable. */
export const deployedReader = (variables: Variables): DeployedReader => {
  const pipeline = readPipeline(required(variables, 'LAMBDA_TASK_ROOT'));
  if (!pipeline.changes) throw new InputError('the pipeline names no changes to read (`changes`)');
  return {
    pipeline,
    changes: pipeline.changes,
    queueUrl: required(variables, 'NOTIFICATIONS_QUEUE_URL'),
    bootstrap: required(variables, 'KAFKA_BOOTSTRAP').split(','),
    region: required(variables, 'AWS_REGION'),
    requestTimeoutMs,
  };
};

type StoreVariables = { readonly store: StoreName; readonly folder: string };

/** Which store the function is for, and where its code is. Throws `InputError` for one that the pipeline does not have. */
export const deployedStore = (variables: Variables, { stores = {} }: Pipeline): StoreVariables => {
  const written = required(variables, 'STORE');
  const store = storeNames.find((name) => name === written);
  if (store !== undefined && stores[store] !== undefined)
    return { store, folder: required(variables, 'LAMBDA_TASK_ROOT') };
  throw new InputError(`the pipeline has no store ${written} in \`stores\``);
};

type ClickHouse = NonNullable<Pipeline['sink']>['clickhouse'];
type FunctionSink = ClickHouse & { readonly host: string; readonly credentialsSecret: string };

/** Throws `InputError` for a pipeline that has no sink for the function. */
export const requiredSink = ({ sink }: Pipeline): FunctionSink => {
  const { host, credentialsSecret } = sink?.clickhouse ?? {};
  if (sink && host !== undefined && credentialsSecret !== undefined)
    return { ...sink.clickhouse, host, credentialsSecret };
  throw new InputError('the pipeline has no `sink.clickhouse` with `host` and `credentialsSecret`');
};
