// What to write instead of a kind that there is none of: every kind is listed, and one is suggested only where it is plainly meant.
import { nearest } from './suggest.ts';

/** What people call them elsewhere, in Terraform, in CloudFormation and by the name of the product: the beginning of our name. */
const otherNames: Readonly<Record<string, string>> = {
  aurora: 'aurora-',
  'rds-cluster': 'aurora-',
  'db-cluster': 'aurora-',
  'db-instance': 'rds-',
  database: 'rds-',
  instance: 'ec2-',
  documentdb: 'docdb-',
  'ecs-fargate': 'ecs-',
  fargate: 'ecs-',
  elasticache: 'elasticache-',
  redis: 'elasticache-',
  valkey: 'elasticache-',
  kafka: 'msk-cl',
  'mskconnect-connector': 'msk-co',
  asg: 'auto-',
  'autoscaling-group': 'auto-',
  'autoscaling-autoscalinggroup': 'auto-',
  'eks-nodegroup': 'eks-',
  nodegroup: 'eks-',
  'neptune-dbcluster': 'neptune-',
  'lambda-event-source-mapping': 'event-source-',
  'lambda-eventsourcemapping': 'event-source-',
  'pipes-pipe': 'eventbridge-p',
  'cloudwatch-event-rule': 'eventbridge-r',
  'events-rule': 'eventbridge-r',
  'scheduler-schedule': 'eventbridge-s',
  flink: 'flink-',
  'kinesisanalyticsv2-application': 'flink-',
  'sagemaker-notebook-instance': 'sagemaker-',
  apprunner: 'app-runner-',
  'apprunner-service': 'app-runner-',
};

const normalised = (word: string): string =>
  word
    .toLowerCase()
    .replace(/^aws::?|^aws[_-]/, '')
    .replace(/[_:\s]+/g, '-');

/** Two kinds differ in as little as their first letters: only one slip, or a beginning, is near. */
const isNear = (word: string, kind: string): boolean =>
  kind.startsWith(word) ||
  word.startsWith(kind) ||
  (Math.abs(kind.length - word.length) <= 1 && kind.slice(0, 3) === word.slice(0, 3));

const meant = (given: string, kinds: readonly string[]): string | undefined => {
  const word = normalised(given);
  const other = otherNames[word];
  const known = other === undefined ? undefined : kinds.find((kind) => kind.startsWith(other));
  if (known !== undefined) return known;
  const best = nearest(word, kinds);
  return best !== undefined && word.length >= 3 && isNear(word, best) ? best : undefined;
};

export const kindRemedy = (given: unknown, kinds: readonly string[]): string => {
  const all = `the kinds are ${kinds.map((kind) => `\`${kind}\``).join(', ')}`;
  const best = typeof given === 'string' ? meant(given, kinds) : undefined;
  return best === undefined ? all : `did you mean \`${best}\`? (${all})`;
};
