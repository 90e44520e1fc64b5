import { type EventBridgeClient, ListEventBusesCommand, ListTagsForResourceCommand } from '@aws-sdk/client-eventbridge';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { type RehearsedStatusInventory, tagsBy } from '../status-inventory.ts';
import { busOf } from './adapter.ts';

const buses = (client: Sends<EventBridgeClient>) =>
  allPages(
    (NextToken) => client.send(new ListEventBusesCommand(NextToken ? { NextToken } : {})),
    (page) => page.EventBuses,
    (page) => page.NextToken,
  );

const byArn = tagsBy('ListTagsForResource', ListTagsForResourceCommand, (ResourceARN) => ({ ResourceARN }));

export const eventbridgeRuleInventory: RehearsedStatusInventory<EventBridgeClient> = {
  ...byArn,
  // The adapter reads the rules of the buses that its names are on.
  names: async (client) => (await buses(client)).map(({ Name }) => `${Name}/`),
  rehearsed: {
    ...byArn.rehearsed,
    ListEventBuses: (_, items) => ({
      EventBuses: [...new Set(items.map(({ id }) => busOf(id)))].map((Name) => ({ Name })),
    }),
  },
};
