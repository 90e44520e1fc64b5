// The calls with which Curfew starts or stops something.
import type { Action } from '#core/action.ts';
import { type Call, isApplied } from '../calls.ts';
import { rehearsalOf, rehearsedKinds } from '../kinds.ts';

const desiredOf = ({ input }: Call): number | undefined =>
  typeof input === 'object' && input !== null && 'desiredCount' in input ? Number(input.desiredCount) : undefined;

const directions: ReadonlyMap<string, Action | ((input: Readonly<Record<string, unknown>>) => Action | undefined)> =
  new Map(rehearsedKinds.flatMap((kind) => Object.entries(rehearsalOf(kind).moves)));

const apiOf = (operation: string): string => operation.slice(operation.indexOf(':') + 1);

export const movesSomething = (operation: string): boolean => directions.has(apiOf(operation));

/** Which way a call of Curfew was to move its resource, whether AWS did it or not. */
export const directionAsked = (call: Call): Action | undefined => {
  if (!call.mutating || call.resource === undefined) return undefined;
  const api = apiOf(call.operation);
  if (api === 'UpdateService') return desiredOf(call) === 0 ? 'stop' : 'start';
  const direction = directions.get(api);
  return typeof direction === 'function' ? direction(call.input as Readonly<Record<string, unknown>>) : direction;
};

/** Which way a call of Curfew moved its resource; nothing for calls that moved none. */
export const directionOf = (call: Call): Action | undefined => (isApplied(call) ? directionAsked(call) : undefined);
