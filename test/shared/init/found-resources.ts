// What an inventory finds in an account.
import type { Filter } from '#init/proposal.ts';
import { proposeDefinition } from '#init/propose-definition.ts';
import type { Found, Inventory } from '#kinds/inventory.ts';
import type { Identity } from '#kinds/resource.ts';

export const everything: Filter = { tags: [], prefixes: [], stacks: [] };

const found = (identity: Identity, id: string, more: Partial<Found> = {}): Found => ({
  identity,
  id,
  tags: new Map(),
  groups: [],
  hosts: [],
  mentions: [],
  ...more,
});
export const service = (id: string, more: Partial<Found> = {}): Found =>
  found({ kind: 'ecs-service', cluster: 'main', service: id }, id, { desired: 1, ...more });
export const database = (id: string, more: Partial<Found> = {}): Found =>
  found({ kind: 'rds-instance', instance: id }, id, more);
export const cache = (id: string, more: Partial<Found> = {}): Found =>
  found({ kind: 'elasticache-replication-group', replicationGroup: id }, id, more);
export const cluster = (id: string, more: Partial<Found> = {}): Found =>
  found({ kind: 'msk-cluster', cluster: id }, id, more);

export const inventory = (all: readonly Found[], letIn: Record<string, readonly string[]> = {}): Inventory => ({
  found: all,
  others: [],
  letIn: new Map(Object.entries(letIn)),
  unread: [],
});

export const proposed = (all: readonly Found[], letIn: Record<string, readonly string[]> = {}, filter = everything) =>
  proposeDefinition(inventory(all, letIn), filter);

export const about = {
  environment: 'mine',
  region: 'eu-west-1',
  timeZone: 'Europe/Paris',

  isAllRead: true,
};
