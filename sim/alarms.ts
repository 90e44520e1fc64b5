// Simulated CloudWatch alarms: each watches one resource and is in ALARM while that is not up.
import type { Trace } from './trace.ts';

export type AlarmWorld = { readonly name: string; readonly watches: string; readonly muted: boolean };

const upStatuses = new Set(['steady', 'available', 'backing-up', 'ACTIVE', 'RUNNING']);

export const simulatedAlarms = (alarms: readonly AlarmWorld[], trace: Trace) => {
  const state = new Map(alarms.map(({ name }) => [name, 'OK']));
  return {
    /** To be told of every change of a resource's status. */
    resourceChanged(resource: string, status: string): void {
      for (const { name, watches, muted } of alarms) {
        const next = upStatuses.has(status) ? 'OK' : 'ALARM';
        if (watches !== resource || state.get(name) === next) continue;
        state.set(name, next);
        trace.add({ type: 'alarm', name, state: next, actions: muted ? 'muted' : 'fired' });
      }
    },
  };
};
