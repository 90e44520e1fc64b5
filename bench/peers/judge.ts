// What a tool did, against what was asked of it: by what AWS shows afterwards, and by the order of the changes.
import type { Action } from '#core/action.ts';
import type { Resource } from '#kinds/resource.ts';
import { peerDefinition, peerNameOf } from '../peer-night.ts';
import type { Seen, ServiceFacts } from './environment.ts';
import type { MeteredCall } from './meter.ts';

/** Counts of what is wrong; 0 is right. */
export type Verdict = Readonly<Record<string, number>>;

const isStopped = (status = ''): boolean => ['stopped', 'stopping'].includes(status);

const nameIn = ({ body }: MeteredCall): string | undefined =>
  /"service"\s*:\s*"(?:arn:[^"]*\/)?([^"]+)"/.exec(body)?.[1] ??
  /(?:^|&)DB(?:Instance|Cluster)Identifier=([^&]+)/.exec(body)?.[1];

const directionOf = ({ operation, body }: MeteredCall): Action | undefined => {
  if (operation === 'UpdateService') {
    const count = /"desiredCount"\s*:\s*(\d+)/.exec(body)?.[1];
    return count === undefined ? undefined : count === '0' ? 'stop' : 'start';
  }
  return /^Stop/.test(operation) ? 'stop' : /^Start/.test(operation) ? 'start' : undefined;
};

/** At which call each resource was moved that way, by AWS's name: the first time. */
const movedAt = (calls: readonly MeteredCall[], action: Action): ReadonlyMap<string, number> => {
  const moved = new Map<string, number>();
  for (const [index, call] of calls.entries()) {
    const name = nameIn(call);
    if (name !== undefined && directionOf(call) === action && !moved.has(name)) moved.set(name, index);
  }
  return moved;
};

type Edge = { readonly needs: string; readonly needed: string };

const edgesOf = (resources: readonly Resource[]): Edge[] => {
  const names = new Map<string, string>(resources.map((one) => [one.name, peerNameOf(one)]));
  return resources.flatMap((one) =>
    one.dependsOn.map((on) => ({ needs: peerNameOf(one), needed: names.get(on) ?? on })),
  );
};

/** What is needed went down before what needs it, or came up after it. What its owner keeps at zero has no edge. */
const brokenEdges = (count: number, before: Seen, calls: readonly MeteredCall[], action: Action): number => {
  const moved = movedAt(calls, action);
  const runs = (name: string): boolean => before.services[name] === undefined || before.services[name].desired > 0;
  return edgesOf(peerDefinition(count).resources)
    .filter(({ needs, needed }) => runs(needs) && runs(needed))
    .filter(({ needs, needed }) => {
      const [of, on] = [moved.get(needs), moved.get(needed)];
      if (action === 'stop') return on !== undefined && (of === undefined || of > on);
      return of !== undefined && (on === undefined || on > of);
    }).length;
};

const isAwake = ({ min = 0, heldOut = false, desired }: ServiceFacts): boolean => desired === 0 && min > 0 && !heldOut;

const services = (seen: Seen): [string, ServiceFacts][] => Object.entries(seen.services);

export const afterStop = (count: number, before: Seen, after: Seen, calls: readonly MeteredCall[]): Verdict => ({
  databasesStillUp: Object.values(after.databases).filter((status) => !isStopped(status)).length,
  servicesStillUp: services(after).filter(([, { desired }]) => desired > 0).length,
  wokenByScaling: services(after).filter(([name, one]) => before.services[name]?.desired !== 0 && isAwake(one)).length,
  edgesBrokenByStop: brokenEdges(count, before, calls, 'stop'),
});

export const afterStart = (count: number, before: Seen, after: Seen, calls: readonly MeteredCall[]): Verdict => {
  const differs = (says: (was: ServiceFacts, is: ServiceFacts) => boolean): number =>
    services(before).filter(([name, was]) => says(was, after.services[name] ?? { desired: 0 })).length;
  return {
    databasesStillDown: Object.values(after.databases).filter((status) => status !== 'available').length,
    wrongCounts: differs((was, is) => was.desired !== is.desired),
    wrongBounds: differs((was, is) => was.min !== is.min || was.max !== is.max),
    suspensionsLifted: differs((was, is) => was.heldOut === true && is.heldOut !== true),
    suspensionsLeft: differs((was, is) => was.heldOut === false && is.heldOut === true),
    edgesBrokenByStart: brokenEdges(count, before, calls, 'start'),
  };
};
