// What a deployed function is told by its environment variables: read once, at start-up.
import { InputError } from '#core/errors.ts';

export type RuntimeConfiguration = {
  readonly tableName: string;
  readonly operatorTopicArn: string;
  /** Qualified ARNs of the functions that reconcile invokes; asked for by it alone. */
  readonly targets: () => { readonly start: string; readonly stop: string };
};

/** What `alarm-notify` is told. The queues are asked for when something is sent to them. */
export type NotifyConfiguration = {
  readonly environment: string;
  readonly tableName: string;
  /** The id of the function's role. */
  readonly ownSender: string;
  /** What the ARNs of topics in this account and region begin with. */
  readonly topicArnPrefix: () => string;
  readonly queues: () => { readonly queueUrl: string; readonly deadLetterQueueUrl: string };
};

type Variables = Readonly<Record<string, string | undefined>>;

const required = (variables: Variables, name: string): string => {
  const value = variables[name];
  if (!value) throw new InputError(`the environment variable ${name} is not set; the deployment sets it`);
  return value;
};

/** The function's own environment. Throws `InputError`. */
export const environmentVariable = (variables: Variables): string => required(variables, 'ENVIRONMENT');

/** Throws `InputError` with the variable's name. */
export const runtimeConfiguration = (variables: Variables): RuntimeConfiguration =>
  Object.freeze({
    tableName: required(variables, 'TABLE_NAME'),
    operatorTopicArn: required(variables, 'OPERATOR_TOPIC_ARN'),
    targets: () => ({
      start: required(variables, 'START_FUNCTION_ARN'),
      stop: required(variables, 'STOP_FUNCTION_ARN'),
    }),
  });

/** Where the schedules lead that `control` and `reconcile` keep. Throws `InputError` with the variable's name. */
export const scheduleTargets = (variables: Variables) => ({
  runs: runtimeConfiguration(variables).targets(),
  role: required(variables, 'SCHEDULER_ROLE_ARN'),
  deadLetters: required(variables, 'DEAD_LETTERS_ARN'),
});

/** What `control` is told. Throws `InputError` with the variable's name. */
export const controlConfiguration = (variables: Variables) => ({
  environment: required(variables, 'ENVIRONMENT'),
  targets: scheduleTargets(variables),
});

/** Throws `InputError` with the variable's name. */
export const notifyConfiguration = (variables: Variables): NotifyConfiguration =>
  Object.freeze({
    environment: required(variables, 'ENVIRONMENT'),
    tableName: required(variables, 'TABLE_NAME'),
    ownSender: required(variables, 'ROLE_ID'),
    topicArnPrefix: () => required(variables, 'TOPIC_ARN_PREFIX'),
    queues: () => ({
      queueUrl: required(variables, 'QUEUE_URL'),
      deadLetterQueueUrl: required(variables, 'DEAD_LETTER_QUEUE_URL'),
    }),
  });
/** Brokers to begin with, where the definition names none: for cleanup alone. Throws `InputError` with the variable's name. */
export const kafkaBootstrap = (variables: Variables): readonly string[] =>
  required(variables, 'KAFKA_BOOTSTRAP').split(',');
