// The calls with which Curfew starts or stops something.
import type { Action } from '#core/action.ts';
import { type Call, isApplied } from '../calls.ts';

const desiredOf = ({ input }: Call): number | undefined =>
  typeof input === 'object' && input !== null && 'desiredCount' in input ? Number(input.desiredCount) : undefined;

const directions: ReadonlyMap<string, Action> = new Map([
  ['StartDBInstance', 'start'],
  ['StartDBCluster', 'start'],
  ['IncreaseReplicaCount', 'start'],
  ['ResumeConnector', 'start'],
  ['StopDBInstance', 'stop'],
  ['StopDBCluster', 'stop'],
  ['DecreaseReplicaCount', 'stop'],
  ['PauseConnector', 'stop'],
]);

/** Which way a call of ours moved its resource; nothing for calls that moved none. */
export const directionOf = (call: Call): Action | undefined => {
  if (!call.mutating || call.resource === undefined || !isApplied(call)) return undefined;
  const api = call.operation.slice(call.operation.indexOf(':') + 1);
  if (api === 'UpdateService') return desiredOf(call) === 0 ? 'stop' : 'start';
  return directions.get(api);
};
