// What `curfew init` reads beside the rows of a kind that is described as a value. A kind that is not here has all of it in its rows.
import { appRunnerServiceInventory } from './app-runner-service/inventory.ts';
import { eventSourceMappingInventory } from './event-source-mapping/inventory.ts';
import { eventbridgePipeInventory } from './eventbridge-pipe/inventory.ts';
import { eventbridgeRuleInventory } from './eventbridge-rule/inventory.ts';
import { flinkApplicationInventory } from './flink-application/inventory.ts';
import { sagemakerNotebookInventory } from './sagemaker-notebook/inventory.ts';
import type { RehearsedStatusInventory } from './status-inventory.ts';
import type { StatusKindName } from './status-kinds.ts';
import { transferServerInventory } from './transfer-server/inventory.ts';

const inventories: { readonly [K in StatusKindName]?: unknown } = {
  'event-source-mapping': eventSourceMappingInventory,
  'eventbridge-pipe': eventbridgePipeInventory,
  'eventbridge-rule': eventbridgeRuleInventory,
  'flink-application': flinkApplicationInventory,
  'sagemaker-notebook': sagemakerNotebookInventory,
  'app-runner-service': appRunnerServiceInventory,
  'transfer-server': transferServerInventory,
};

/** Typed so that callers need not know which kind it is. */
export const statusInventoryOf = (kind: StatusKindName): RehearsedStatusInventory<{ send: never }> | undefined =>
  inventories[kind] as RehearsedStatusInventory<{ send: never }> | undefined;
