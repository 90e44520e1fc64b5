import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListEventBusesCommand,
  ListRulesCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { groupedAdapter } from '../described/grouped-adapter.ts';

export const eventbridgeRuleAdapter = groupedAdapter<EventBridgeClient, Rule, 'EventBusName'>({
  client: EventBridgeClient,
  group: 'EventBusName',
  list: [ListRulesCommand, 'Rules'],
  groups: [ListEventBusesCommand, 'EventBuses'],
  row: { name: 'Name', status: 'State', arn: 'Arn', facts: { managedBy: 'ManagedBy' } },
  change: (client, to, key) => client.send(to === 'start' ? new EnableRuleCommand(key) : new DisableRuleCommand(key)),
});
