// A pipeline that says everything that its stack needs.
import { InputError } from '#core/errors.ts';
import type { Pipeline } from '#pipeline/file/pipeline-file.ts';

export type MongoSource = NonNullable<Pipeline['source']>['mongodb'];

type Sections = 'pipeline' | 'region' | 'kafka' | 'network';

export type Deployable = Pipeline & Required<Pick<Pipeline, Sections>> & { readonly kafka: { readonly uuid: string } };

/** One that has a source and events: it normalises. */
export type DeployablePipeline = Deployable & Required<Pick<Pipeline, 'topics'>>;

export const normalises = (pipeline: Deployable): pipeline is DeployablePipeline => pipeline.topics !== undefined;

/** One that tells somebody of changes. */
export type ChangeReading = Deployable & Required<Pick<Pipeline, 'changes'>>;

export const readsChanges = (pipeline: Deployable): pipeline is ChangeReading => pipeline.changes !== undefined;

/** A pipeline that only takes events from outside, or only reads changes, has no topics of its own. */
const needed = ({ mappings, intake, changes }: Pipeline) =>
  mappings.length > 0 || !(intake || changes)
    ? (['pipeline', 'region', 'kafka', 'network', 'topics'] as const)
    : (['pipeline', 'region', 'kafka', 'network'] as const);

const isDeployable = (pipeline: Pipeline): pipeline is Deployable =>
  needed(pipeline).every((key) => pipeline[key] !== undefined) && pipeline.kafka?.uuid !== undefined;

/** Throws `InputError` that names every section which is missing, or a way of logging in that functions do not have. */
export const deployable = (pipeline: Pipeline, file: string): Deployable => {
  if (pipeline.kafka?.authentication === 'scram')
    throw new InputError(`${file}: the functions log in with IAM; write \`kafka: { authentication: iam }\``);
  if (isDeployable(pipeline)) return pipeline;
  const missing = [
    ...needed(pipeline).filter((key) => pipeline[key] === undefined),
    ...(pipeline.kafka && pipeline.kafka.uuid === undefined ? ['kafka.uuid'] : []),
  ];
  throw new InputError(`${file} cannot be deployed without ${missing.map((key) => `\`${key}\``).join(', ')}`);
};
