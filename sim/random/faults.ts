// What AWS does wrong in a random night: throttling, outages, lost answers, refusals, and a state table in trouble.
import { isStatusKind, statusKindOf } from '#kinds/status-kinds.ts';
import { functionOperationsOf } from '../aws/operations.ts';
import type { Fault } from '../faults.ts';
import type { TimelineEntry } from '../scenario/scenario.ts';
import { pick, pickOrNone } from './choice.ts';
import { type Chaos, later, momentOf } from './times.ts';

type Faulty = Pick<Chaos, 'definition'>;

const about = (operations: readonly string[], ...names: readonly string[]): readonly string[] =>
  operations.filter((operation) => names.some((name) => operation.includes(name)));

const kindsIn = ({ definition }: Faulty) => [...new Set(definition.resources.map(({ kind }) => kind))];

const store = about(functionOperationsOf([]), 'dynamodb:');
const readsOf = (chaos: Faulty): readonly string[] => about(functionOperationsOf(kindsIn(chaos)), ':Describe', ':List');
const changesOf = (chaos: Faulty): readonly string[] => {
  const all = functionOperationsOf(kindsIn(chaos));
  const others = [...readsOf(chaos), ...store, ...about(all, 'ssm:')];
  return all.filter((operation) => !others.includes(operation));
};

/** What AWS answers to a change of a kind that is described as a value, where an error by its name alone says so. */
const refusalsOf = (chaos: Faulty): (readonly [operation: string, error: string])[] =>
  kindsIn(chaos).flatMap((kind) => {
    if (!isStatusKind(kind)) return [];
    const { calls, rehearsal } = statusKindOf(kind);
    if (rehearsal.texts) return [];
    const changes = [calls.start, calls.stop].map((call) => `${calls.service}:${call}`);
    return changes.flatMap((call) => [
      [call, rehearsal.refused] as const,
      [call, 'AccessDeniedException'] as const,
      [call, 'ServiceUnavailable'] as const,
    ]);
  });

/** Refusals that the operation is known for; the others of its service never occur. */
const refusals: readonly (readonly [operation: string, error: string])[] = [
  ['rds:StartDBInstance', 'InsufficientDBInstanceCapacity'],
  ['rds:StartDBInstance', 'InvalidDBInstanceState'],
  ['rds:StopDBInstance', 'InvalidDBInstanceState'],
  ['kafkaconnect:PauseConnector', 'ConflictException'],
  ['kafkaconnect:ResumeConnector', 'ConflictException'],
  ['autoscaling:RegisterScalableTarget', 'ConcurrentUpdateException'],
  ['rds:StartDBInstance', 'AccessDenied'],
  ['rds:StopDBInstance', 'AccessDenied'],
  ['ecs:UpdateService', 'AccessDeniedException'],
  ['autoscaling:RegisterScalableTarget', 'AccessDeniedException'],
  ['kafkaconnect:ResumeConnector', 'ForbiddenException'],
  ['mongodbatlas:PauseCluster', 'CANNOT_PAUSE_RECENTLY_RESUMED_CLUSTER'],
  ['mongodbatlas:GetCluster', 'UnauthorizedException'],
  ['clickhousecloud:StopService', 'ConflictException'],
  ['clickhousecloud:StartClickPipe', 'ForbiddenException'],
  ['cloudwatch:DescribeAlarms', 'AccessDenied'],
  ['cloudwatch:PutAlarmMuteRule', 'AccessDenied'],
  ['cloudwatch:DeleteAlarmMuteRule', 'AccessDenied'],
];

const at = (chaos: Chaos, why: string, fault: (fromMs: number) => Fault): TimelineEntry => {
  const ms = momentOf(chaos, why);
  return { at: ms, do: 'fault', fault: fault(ms) };
};

export const throttling = (chaos: Chaos): TimelineEntry =>
  at(chaos, 'throttling', (ms) => ({
    operation: chaos.chance.happens('throttles everything', 0.6)
      ? '*'
      : pick(chaos.chance, 'throttled', readsOf(chaos)),
    error: 'ThrottlingException',
    every: chaos.chance.integer('every n-th', 1, 5),
    untilMs: later(chaos, 'throttling', ms, chaos.chance.happens('long', 0.2) ? 40 : 6),
  }));

/** Out, or so slow that its callers may hang up. */
const howItIsOut = ({ chance }: Chaos): Pick<Fault, 'error' | 'latencySeconds'> =>
  chance.happens('it is only slow', 0.3)
    ? { latencySeconds: chance.integer('seconds that it takes', 3, 90) }
    : { error: pick(chance, 'how it is out', ['InternalFailure', 'ServiceUnavailable', 'RequestTimeout']) };

export const outage = (chaos: Chaos): TimelineEntry =>
  at(chaos, 'outage', (ms) => ({
    operation: pick(chaos.chance, 'operation that is out', [...readsOf(chaos), ...changesOf(chaos)]),
    ...howItIsOut(chaos),
    untilMs: later(chaos, 'outage', ms, 15),
  }));

export const lostAnswers = (chaos: Chaos): TimelineEntry =>
  at(chaos, 'lost answers', () => ({
    operation: pick(chaos.chance, 'whose answers', [...changesOf(chaos), ...store]),
    lostResponse: true,
    times: chaos.chance.integer('answers lost', 1, 6),
    every: chaos.chance.integer('every n-th answer', 1, 3),
  }));

export const refusal = (chaos: Chaos): TimelineEntry =>
  at(chaos, 'refusal', (ms) => {
    const { chance, definition } = chaos;
    const [operation, error] = pick(chance, 'refusal', [...refusals, ...refusalsOf(chaos)]);
    const resource = chance.happens('of one resource', 0.5)
      ? pickOrNone(chance, 'refused resource', definition.resources)?.name
      : undefined;
    return {
      operation,
      error,
      ...(resource === undefined ? {} : { resource }),
      ...(chance.happens('a few times', 0.7)
        ? { times: chance.integer('times refused', 1, 5) }
        : { untilMs: later(chaos, 'refusal', ms, 240) }),
    };
  });

/** EventBridge Scheduler does not let the schedules be seen or set for a while. */
export const schedulerRefusal = (chaos: Chaos): TimelineEntry =>
  at(chaos, 'refusal of the scheduler', (ms) => ({
    operation: pick(chaos.chance, 'refused by the scheduler', [
      'scheduler:GetSchedule',
      'scheduler:CreateSchedule',
      'scheduler:UpdateSchedule',
    ]),
    error: pick(chaos.chance, 'error of the scheduler', [
      'AccessDeniedException',
      'ThrottlingException',
      'InternalFailure',
    ]),
    untilMs: later(chaos, 'refusal of the scheduler', ms, 240),
  }));

/** All of an operation, or only those about one item, or one kind of them. */
const whichWrites = ({ chance, definition }: Chaos): Pick<Fault, 'operation' | 'item'> => {
  if (!chance.happens('of one item', 0.3)) return { operation: pick(chance, 'store operation', store) };
  const name = pickOrNone(chance, 'whose memory', definition.resources)?.name;
  return {
    operation: pick(chance, 'item operation', ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem']),
    item: pick(chance, 'which item', ['LEASE', 'RUN#*', 'SLOT#*', 'MEMORY#*', `MEMORY#${name}`]),
  };
};

/** The table that holds lease and memories: the one part whose trouble can make a run do harm. */
export const storeTrouble = (chaos: Chaos): TimelineEntry =>
  at(chaos, 'store', (ms) => ({
    ...whichWrites(chaos),
    error: pick(chaos.chance, 'store error', [
      'ProvisionedThroughputExceededException',
      'InternalServerError',
      'AccessDeniedException',
    ]),
    every: chaos.chance.integer('every n-th write', 1, 3),
    untilMs: later(chaos, 'store trouble', ms, chaos.chance.happens('for long', 0.2) ? 40 : 4),
  }));
