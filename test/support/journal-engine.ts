// Stands in for the service of durable functions: drives a durable handler through the SDK's own transport, in virtual
// time, with a replay at every suspension and a crash at any checkpoint (facts/durable-functions.md, appendix).
import type {
  CheckpointDurableExecutionRequest,
  DurableExecutionClient,
  OperationUpdate,
} from '@aws/durable-execution-sdk-js';

type Operation = {
  readonly Id: string;
  readonly ParentId?: string | undefined;
  readonly Name?: string | undefined;
  readonly Type: string;
  readonly SubType?: string | undefined;
  readonly StartTimestamp: Date;
  EndTimestamp?: Date;
  Status: string;
  StepDetails?: { Result?: unknown; Error?: unknown; Attempt: number; NextAttemptTimestamp?: Date };
  ContextDetails?: { Result?: unknown; Error?: unknown; ReplayChildren?: boolean };
  WaitDetails?: { ScheduledEndTimestamp: Date };
  ExecutionDetails?: { InputPayload: string };
};

/** A handler as `withDurableExecution` makes them. */
export type DurableHandler = (event: never, context: never) => Promise<unknown>;

type JournalOptions = {
  readonly nowMs: () => number;
  readonly advanceTo: (ms: number) => void | Promise<void>;
  /** Return true to lose this checkpoint call: the process dies before it is stored. */
  readonly crashAt?: (checkpoint: number) => boolean;
};

export type Ended = {
  readonly status: string;
  readonly result: unknown;
  readonly error: unknown;
  readonly invocations: number;
  readonly checkpoints: number;
  readonly operations: number;
  /** Names of the steps whose success was stored, once per time it was stored. */
  readonly completedSteps: readonly string[];
};

const isOver = ({ Status }: Operation): boolean => Status === 'SUCCEEDED' || Status === 'FAILED';

/** Finishes of a step or context: what the caller gets back on every later replay. */
const finish = (operation: Operation, update: OperationUpdate, nowMs: number): void => {
  operation.Status = update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED';
  operation.EndTimestamp = new Date(nowMs);
  const outcome = { Result: update.Payload, Error: update.Error };
  if (update.Type === 'STEP')
    operation.StepDetails = { ...outcome, Attempt: (operation.StepDetails?.Attempt ?? 0) + 1 };
  if (update.Type === 'CONTEXT')
    operation.ContextDetails = { ...outcome, ReplayChildren: update.ContextOptions?.ReplayChildren === true };
};

const retryLater = (operation: Operation, update: OperationUpdate, nowMs: number): void => {
  operation.Status = 'PENDING';
  operation.StepDetails = {
    Result: update.Payload,
    Error: update.Error,
    Attempt: (operation.StepDetails?.Attempt ?? 0) + 1,
    NextAttemptTimestamp: new Date(nowMs + (update.StepOptions?.NextAttemptDelaySeconds ?? 0) * 1_000),
  };
};

const journal = (nowMs: () => number) => {
  const operations = new Map<string, Operation>();
  const completedSteps: string[] = [];

  const apply = (update: OperationUpdate): Operation => {
    const { Id = '', ParentId, Name, Type = '', SubType } = update;
    const operation: Operation = operations.get(Id) ?? {
      Id,
      ParentId,
      Name,
      Type,
      SubType,
      StartTimestamp: new Date(nowMs()),
      Status: 'STARTED',
    };
    if (update.Action === 'SUCCEED' || update.Action === 'FAIL') finish(operation, update, nowMs());
    if (update.Action === 'RETRY') retryLater(operation, update, nowMs());
    if (update.Action === 'START' && Type === 'WAIT')
      operation.WaitDetails = {
        ScheduledEndTimestamp: new Date(nowMs() + (update.WaitOptions?.WaitSeconds ?? 0) * 1_000),
      };
    if (update.Action === 'SUCCEED' && Type === 'STEP') completedSteps.push(`${Id} ${Name}`);
    operations.set(Id, operation);
    return operation;
  };

  /** Like the service: children of a finished context are not handed to later invocations. */
  const visible = (): Operation[] => {
    const isClosed = (id: string | undefined): boolean => {
      const parent = id === undefined ? undefined : operations.get(id);
      if (!parent) return false;
      return (isOver(parent) && !parent.ContextDetails?.ReplayChildren) || isClosed(parent.ParentId);
    };
    return [...operations.values()].filter(({ ParentId }) => !isClosed(ParentId));
  };

  const dueMs = ({ Status, StepDetails, Type, WaitDetails }: Operation): number => {
    if (Status === 'PENDING') return StepDetails?.NextAttemptTimestamp?.getTime() ?? Number.POSITIVE_INFINITY;
    return Type === 'WAIT' && Status === 'STARTED'
      ? (WaitDetails?.ScheduledEndTimestamp.getTime() ?? Infinity)
      : Infinity;
  };

  /** Makes ready whatever is due by now. */
  const wake = (): string[] => {
    const due = visible().filter((operation) => dueMs(operation) <= nowMs());
    for (const operation of due) operation.Status = operation.Type === 'WAIT' ? 'SUCCEEDED' : 'READY';
    return due.map(({ Id }) => Id);
  };

  return { operations, completedSteps, apply, visible, wake, nextDueMs: () => Math.min(...visible().map(dueMs)) };
};

/** Runs an execution to its end. Throws if the handler suspends with nothing to wait for. */
export const runOnJournal = async (
  makeHandler: (client: DurableExecutionClient) => DurableHandler,
  event: unknown,
  { nowMs, advanceTo, crashAt }: JournalOptions,
): Promise<Ended> => {
  const { operations, completedSteps, apply, visible, wake, nextDueMs } = journal(nowMs);
  let checkpoints = 0;
  let invocations = 0;
  let token = 0;
  const client = {
    getExecutionState: async () => ({ Operations: visible(), NextMarker: '' }),
    checkpoint: async ({ Updates = [] }: CheckpointDurableExecutionRequest) => {
      checkpoints++;
      if (crashAt?.(checkpoints)) throw Object.assign(new Error('crash'), { $metadata: { httpStatusCode: 500 } });
      const changed = Updates.map(apply);
      return { CheckpointToken: `t${++token}`, NewExecutionState: { Operations: structuredClone(changed) } };
    },
  } as unknown as DurableExecutionClient;
  const handler = makeHandler(client);
  operations.set('exec', {
    Id: 'exec',
    Type: 'EXECUTION',
    Status: 'STARTED',
    StartTimestamp: new Date(nowMs()),
    ExecutionDetails: { InputPayload: JSON.stringify(event) },
  });

  const invoke = async (
    updated: string[],
  ): Promise<{ Status: string; Result?: string; Error?: unknown } | undefined> => {
    invocations++;
    const input = {
      DurableExecutionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f:1/durable-execution/n/i',
      CheckpointToken: `t${token}`,
      UpdatedOperationIds: updated,
      InitialExecutionState: { Operations: structuredClone(visible()), NextMarker: '' },
    };
    const context = { awsRequestId: `r${invocations}`, getRemainingTimeInMillis: () => 60_000 };
    try {
      return (await handler(input as never, context as never)) as { Status: string };
    } catch {
      return undefined; // The service invokes again.
    }
  };

  let updated: string[] = [];
  for (;;) {
    const answer = await invoke(updated);
    if (answer && answer.Status !== 'PENDING') {
      const result = answer.Result === undefined ? undefined : JSON.parse(answer.Result);
      return {
        status: answer.Status,
        result,
        error: answer.Error,
        invocations,
        checkpoints,
        operations: operations.size,
        completedSteps,
      };
    }
    if (!answer) {
      if (invocations > 10_000) throw new Error('the handler never gets through');
      continue;
    }
    const next = nextDueMs();
    if (!Number.isFinite(next)) throw new Error('suspended with nothing to wait for');
    await advanceTo(next);
    updated = wake();
  }
};
