// The port to what Curfew keeps between runs. Implementations: dynamodb.ts, memory.ts; one contract suite for both.

import type { Action } from '#core/action.ts';
import type { Expectation, Expected, ExpectedNotification } from '#core/expectation.ts';
import type { Lasting } from '#core/lasting.ts';
import type { Override } from '#core/override.ts';
import type { Report } from '#core/report.ts';
import type { ResourceName } from '#core/resource.ts';
import type { Lease, RunProgress } from '#core/run.ts';
import type { Silence } from '#core/silence.ts';
import type { Memory } from '#kinds/memory.ts';

export type Slot = {
  readonly action: Action;
  readonly scheduledTime: string;
  /** Of some resources: another slot than that of everything at the same time. */
  readonly only?: readonly string[];
  /** Not the slot itself, but to tell that a delivery of it could not begin: one of them does. */
  readonly refusal?: true;
};

/** Throws if what was to be written may not be written any more: asked again where a write has had to wait. */
export type Permit = () => Promise<void>;

/** What decides over an environment, but the reports of its runs. */
export type EnvironmentState = {
  readonly lease: Lease | undefined;
  readonly memories: readonly Memory[];
  readonly overrides: readonly Override[];
  /** In the order in which they begin. */
  readonly expectations: readonly Expectation[];
  readonly lasting: Lasting | undefined;
  /** When something was last said or noted. */
  readonly notedAt: (key: string) => number | undefined;
};

/** Every method is one conditional write or one read, and may be repeated by the same run without harm. */
export type StateStore = {
  /** Claims a scheduled slot for a run. Answers with the run that has it: the same one, if it was granted. */
  claimSlot(environment: string, slot: Slot, run: string): Promise<string>;
  /**
   * Takes the lease if it is free, expired, already this run's or to be superseded; a deployment's is never superseded.
   * Answers with the lease that stands.
   */
  acquireLease(environment: string, lease: Lease, nowMs: number, supersede: boolean): Promise<Lease>;
  /** Prolongs the run's own lease and, if given, says where the run stands; false when the lease is another's by now. */
  renewLease(environment: string, run: string, untilMs: number, progress?: RunProgress): Promise<boolean>;
  /** Gives the run's own lease back; another's stays. */
  releaseLease(environment: string, run: string): Promise<void>;
  /** All of it in one read: for whoever would otherwise ask for each. */
  readState(environment: string): Promise<EnvironmentState>;
  readLease(environment: string): Promise<Lease | undefined>;
  /** Who has the lease and until when, without where the run stands, which is most of a lease. */
  leaseHolder(environment: string): Promise<Pick<Lease, 'run' | 'until'> | undefined>;
  memories(environment: string): Promise<Memory[]>;
  /**
   * Never overwrites a count; a zero gives way, and so does what was restored; scaling is added to a count without.
   * Answers with the memory that stands.
   */
  remember(environment: string, memory: Memory, permit?: Permit): Promise<Memory>;
  /** Marks the memory that a run captured as restored; another one, and one that is gone, stays as it is. */
  giveBack(environment: string, resource: ResourceName, capturedBy: string, permit?: Permit): Promise<void>;
  /** Removes the memory that a run captured; another one stays. */
  forget(environment: string, resource: ResourceName, capturedBy: string, permit?: Permit): Promise<void>;
  overrides(environment: string): Promise<Override[]>;
  /** Saves or, by the same id, changes: a release is an override that ends now. */
  saveOverride(environment: string, override: Override): Promise<void>;
  /** All that are stored, those that are over included: they age out. In the order of their ids. */
  silences(environment: string): Promise<Silence[]>;
  /** Saves or, by the same id, changes: one that is ended has its end moved nearer. */
  saveSilence(environment: string, silence: Silence): Promise<void>;
  /** Whether something was said before, and that it was: notes age out after a month. */
  wasNoted(environment: string, key: string): Promise<boolean>;
  /** When it was last said or noted. */
  notedAt(environment: string, key: string): Promise<number | undefined>;
  note(environment: string, key: string, nowMs: number): Promise<void>;
  /** What was said and goes on; the last that was noted. */
  lasting(environment: string): Promise<Lasting | undefined>;
  noteLasting(environment: string, lasting: Lasting, nowMs: number): Promise<void>;
  /** Records what a planned downtime will cause or, for the same run, changes it: one expectation per run. */
  expect(environment: string, expectation: Expectation): Promise<void>;
  /** All that are stored, ended ones included: they age out. In the order in which they begin. */
  expectations(environment: string): Promise<Expectation[]>;
  /** Counts a notification that was expected and not posted, by what it was about. Twice the same id counts once. */
  countExpected(environment: string, run: string, notification: ExpectedNotification): Promise<void>;
  /** What was counted for the expectation of a run, by name. */
  expected(environment: string, run: string): Promise<Expected[]>;
  saveReport(report: Report): Promise<void>;
  /** Newest first. */
  reports(environment: string, limit: number): Promise<Report[]>;
};
