// The world's history as the trace tells it: what state each resource was in at any line.
import type { Definition } from '#domain/definition.ts';
import type { ResourceName } from '#domain/resource.ts';
import type { Rehearsal } from './rehearsal.ts';
import type { TraceEvent } from './trace.ts';

export type Call = Extract<TraceEvent, { type: 'call' }>;
export type Moment = { readonly at: number; readonly event: TraceEvent; readonly status: (name: string) => string };

const up = new Set([
  'steady',
  'available',
  'backing-up',
  'configuring-enhanced-monitoring',
  'storage-optimization',
  'RUNNING',
]);
const serving = new Set([
  'ACTIVE',
  'HEALING',
  'MAINTENANCE',
  'UPDATING',
  'REBOOTING_BROKER',
  'available',
  'modifying',
  'snapshotting',
]);
const down = new Set(['stopped', 'PAUSED', 'inaccessible-encryption-credentials-recoverable']);

const isGate = (definition: Definition, name: ResourceName | string): boolean =>
  definition.resources.some(
    (one) => one.name === name && (one.kind === 'msk-cluster' || one.kind === 'elasticache-replication-group'),
  );

export const isUp = (definition: Definition, name: string, status: string): boolean =>
  isGate(definition, name) ? serving.has(status) : up.has(status);

/** Really gone: a gate counts as down, it is never stopped. */
export const isDown = (definition: Definition, name: string, status: string): boolean =>
  isGate(definition, name) || down.has(status);

/** Walks through the trace, with the status of every resource just before each line. */
export const walk = ({ lines, before }: Pick<Rehearsal, 'lines' | 'before'>, visit: (moment: Moment) => void): void => {
  const statuses = new Map(Object.entries(before).map(([name, { status }]) => [name, status ?? 'unknown']));
  for (const { at, event } of lines) {
    visit({ at, event, status: (name) => statuses.get(name) ?? 'unknown' });
    if (event.type === 'state') statuses.set(event.resource, event.to);
  }
};
