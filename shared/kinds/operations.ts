// What one run may cost the engine: durable operations (facts/durable-functions.md 3.11 and 5.2). A step is one and one
// more per retry, a wait one and one per poll, a bracket one.
import { definitionOf, type Resource } from './resource.ts';

export const operationLimits = {
  /** The service's cap per execution, which cannot be raised. */
  operationsMax: 3_000,
  /** Polls one run may spend, with any deadline. */
  pollsMax: 1_000,
  /** Kept for the claim, the plan and the report, with all their retries. */
  operationsKept: 200,
} as const;

/** What a run of these resources needs for its changes beside its longest polling. */
export const operationsNeeded = (resources: readonly Pick<Resource, 'kind'>[]): number =>
  operationLimits.operationsKept +
  operationLimits.pollsMax +
  resources.reduce((sum, one) => sum + definitionOf(one.kind).changesMax + ofSnapshot(one), 0);

const ofSnapshot = (one: object): number => ('snapshotBeforeStop' in one ? 1 : 0);
