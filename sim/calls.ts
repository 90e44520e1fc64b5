// The calls in a trace: which of them changed something, and what.
import type { TraceEvent } from './trace.ts';

export type Call = Extract<TraceEvent, { type: 'call' }>;

/** Whether a call changed the world, although perhaps its answer was lost. */
export const isApplied = ({ error, carriedOut }: Call): boolean => error === undefined || carriedOut === true;

/** Whether it changes a resource, and not only what Curfew keeps for itself: its table, its schedules, its functions. */
export const changesResources = ({ mutating, operation, resource }: Call): boolean =>
  mutating &&
  !/^(dynamodb|sns|ssm):/.test(operation) &&
  (resource !== undefined || !/^(lambda|scheduler):/.test(operation));

/** What a call answers in an ordinary night: a switch that nobody has set, a write that another was before. */
const ordinary: ReadonlySet<string> = new Set([
  'ParameterNotFound',
  'ConditionalCheckFailedException',
  'TransactionCanceledException',
]);

/** Reconcile asks for schedules that should not be there, too: that there is none is what it wants to hear. */
const isNoSchedule = ({ operation, error }: Call): boolean =>
  operation === 'scheduler:GetSchedule' && error === 'ResourceNotFoundException';

/** Whether AWS did not answer, or not as asked. */
export const isTrouble = (call: Call): boolean =>
  call.error !== undefined && !ordinary.has(call.error) && !isNoSchedule(call);
