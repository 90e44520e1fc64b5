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
  /** In one environment: what a look found of all of them has to fit into a checkpoint of 256 KB, names and all. */
  resourcesMax: 2_200,
  /** Of the 100 MB that an execution may write, which cannot be raised either; the rest is for plans, changes and the report. */
  looksBytesMax: 80_000_000,
  /** Resources whose changes one step makes: what dies in the middle of it makes all of them again. */
  resourcesPerStepMax: 10,
} as const;

type Kinds = readonly Pick<Resource, 'kind'>[];

const ofSnapshot = (one: object): number => ('snapshotBeforeStop' in one ? 1 : 0);

const changesOf = (resources: Kinds): number =>
  resources.reduce((sum, one) => sum + definitionOf(one.kind).changesMax + ofSnapshot(one), 0);

/** For changes, beside the longest polling. */
const operationsForChanges = operationLimits.operationsMax - operationLimits.operationsKept - operationLimits.pollsMax;

/** A step makes the changes of one resource, as long as there are operations enough for that, and of a few where not. */
export const resourcesPerStep = (resources: Kinds): number =>
  Math.min(operationLimits.resourcesPerStepMax, Math.max(1, Math.ceil(changesOf(resources) / operationsForChanges)));
