// Pause and resume of MSK Connect connectors: facts/aws-semantics.md 4.4.
import type { Action } from '#core/action.ts';
import type { KindDecision, Standing } from '../decision.ts';
import type { Next } from '../next.ts';
import type { ConnectorObservation } from './definition.ts';

/**
 * What does not run is in nobody's way: a stop of what feeds it need not wait for a person. A start cannot continue without one.
 */
const broken = (action: Action, status: string): Next =>
  action === 'stop'
    ? {
        kind: 'ready',
        reason: `connector is ${status}: it is not running, nothing to pause`,
        warning: `connector is ${status}; fix it by hand before it can run again`,
      }
    : { kind: 'fail', reason: `connector is ${status}; fix it by hand`, code: status };

export const towardsMskConnector = (action: Action, { status, arn }: ConnectorObservation): Next => {
  if (status === 'FAILED' || status === 'DELETING') return broken(action, status);
  if (action === 'stop') {
    if (status === 'PAUSED') return { kind: 'ready', reason: 'paused' };
    if (status !== 'RUNNING') return { kind: 'wait', reason: status };
    return { kind: 'act', effects: [{ do: 'pause-connector', arn }], reason: 'running, should be paused' };
  }
  if (status === 'RUNNING') return { kind: 'ready', reason: 'running' };
  if (status !== 'PAUSED') return { kind: 'wait', reason: status };
  return { kind: 'act', effects: [{ do: 'resume-connector', arn }], reason: 'paused, should be running' };
};

const standings: Readonly<Record<string, Standing>> = { RUNNING: 'up', PAUSED: 'down' };

export const mskConnectorDecision: KindDecision<'msk-connector'> = {
  towards: (action, { seen }) => towardsMskConnector(action, seen),
  standing: ({ status }) => standings[status] ?? 'other',
};
