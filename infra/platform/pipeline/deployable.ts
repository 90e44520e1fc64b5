// A pipeline that says everything that its stack needs.
import { InputError } from '#core/errors.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';

export type MongoSource = NonNullable<Pipeline['source']>['mongodb'];

type Sections = 'pipeline' | 'region' | 'kafka' | 'network' | 'topics';

export type DeployablePipeline = Pipeline &
  Required<Pick<Pipeline, Sections>> & { readonly kafka: { readonly uuid: string } };

const isDeployable = (pipeline: Pipeline): pipeline is DeployablePipeline =>
  (['pipeline', 'region', 'kafka', 'network', 'topics'] as const).every((key) => pipeline[key] !== undefined) &&
  pipeline.kafka?.uuid !== undefined;

/** Throws `InputError` that names every section which is missing, or a way of logging in that functions do not have. */
export const deployable = (pipeline: Pipeline, file: string): DeployablePipeline => {
  if (pipeline.kafka?.authentication === 'scram')
    throw new InputError(`${file}: the functions log in with IAM; write \`kafka: { authentication: iam }\``);
  if (isDeployable(pipeline)) return pipeline;
  const missing = [
    ...(['pipeline', 'region', 'kafka', 'network', 'topics'] as const).filter((key) => pipeline[key] === undefined),
    ...(pipeline.kafka && pipeline.kafka.uuid === undefined ? ['kafka.uuid'] : []),
  ];
  throw new InputError(`${file} cannot be deployed without ${missing.map((key) => `\`${key}\``).join(', ')}`);
};
