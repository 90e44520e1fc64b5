// Every limit of the engine in one place. Units end the names.
import { runSecondsMax } from '#core/run-limits.ts';
import { operationLimits } from '#kinds/operations.ts';

export const limits = {
  ...operationLimits,
  /** Calls that change something, at once. ECS allows 5 UpdateService a second, 50 in a burst. */
  concurrencyMax: 5,
  /** Changes of one round, so that the last of them is made soon after it was decided; the rest waits for a fresh look. */
  changesPerRoundMax: 60,
  /** A change that was decided longer ago is decided again: the world may have moved since. */
  decisionSecondsMax: 20,
  /** A look that has found something to do waits so long for kinds that have not answered; they are read at the next. */
  lookGraceSeconds: 5,
  /** A plan waits no longer for a kind: what is not read now is read when its turn comes. */
  planSecondsMax: 15,
  /** What reconcile cannot read in time it leaves to its next tick. */
  reconcileSecondsMax: 75,
  /** What has not answered by then counts as unreadable for this look: a run has to renew its lease and to continue. */
  lookSecondsMax: 150,
  pollSecondsMin: 5,
  pollSecondsMax: 45,
  /** A refused or throttled change is retried after this long, doubled up to the maximum. */
  retrySecondsMin: 10,
  retrySecondsMax: 120,
  /** For what must not be lost to a passing fault: claims, reports, messages. */
  stepRetry: { attempts: 8, firstDelaySeconds: 2, maxDelaySeconds: 60 },
  /** For what a run can do without: an environment is stopped also while CloudWatch does not answer. */
  alarmRetry: { attempts: 4, firstDelaySeconds: 2, maxDelaySeconds: 10 },
  /** For the report, which nobody can ask for again: after the waits above a try every five minutes for three hours. */
  reportRetry: { attempts: 44, firstDelaySeconds: 2, maxDelaySeconds: 300 },
  /** The lease outlives a poll by far, and a dead run by little. */
  leaseSeconds: 600,
  /** So long a change relies on the table having confirmed the lease; after that it asks again. */
  leaseProofSeconds: 5,
  /**
   * After a takeover, before the first look: the run that was taken over may begin changes while its last proof of the lease
   * lasts, reads lag behind changes by seconds, and a change may be tried a few times.
   */
  takeoverSeconds: 15,
  /** So old may be what the plan has read when the first look goes by it: reads lag behind changes by as much. */
  readingSecondsMax: 5,
  /** The progress of a run is stored at least so often, so that people who follow it see that it is alive. */
  progressSeconds: 60,
  /** Between two looks at the jobs that a stop lets finish: each renews the lease, and is an operation. */
  jobPollSecondsMin: 15,
  jobPollSecondsMax: 240,
  runSecondsMax,
} as const;
