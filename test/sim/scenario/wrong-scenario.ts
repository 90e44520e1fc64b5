/** A scenario with something of everything. Its line numbers are part of what is expected below. */
export const validScenario = `name: trial
environment: ../definitions/staging.yaml
seed: 7
clock: { from: 2026-11-19T19:30:00-03:00, to: 2026-11-20T09:00:00-03:00 }
world:
  camunda-db: { status: available, startMinutes: 25 }
  scoring:
    desired: 2
    scaling: { min: 1, max: 6, suspended: none }
  kafka: { status: ACTIVE }
alarms:
  - { name: scoring-tasks, watches: scoring }
timeline:
  - { at: 2026-11-19T20:10:00-03:00, set: { resource: scoring, healthy: false } }
  - at: 2026-11-19T20:20:00-03:00
    fault: { operation: rds:StopDBInstance, resource: camunda-db, error: InternalFailure, times: 1 }
  - { at: 2026-11-19T20:30:00-03:00, invoke: { function: start, input: { requestedBy: ana } } }
  - { at: 2026-11-19T20:40:00-03:00, deliver: { function: stop, scheduledTime: 2026-11-19T20:00:00-03:00, times: 2 } }
  - { at: 2026-11-19T20:50:00-03:00, schedules: { lost: true, until: 2026-11-19T21:50:00-03:00 } }
  - { at: 2026-11-19T21:00:00-03:00, crash: { function: stop, afterCalls: 3 } }
  - { at: 2026-11-19T21:10:00-03:00, slack: { status: 429, retryAfterSeconds: 2 } }
`;

/** Why it is wrong, what is replaced by what in the text above, and every line of the message. */
export type WrongScenario = readonly [why: string, from: string, to: string, ...complaints: string[]];

export const at = 'trial.yaml:';
