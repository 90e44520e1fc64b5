import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { allPages } from '#core/aws/paging.ts';
import type { Sends } from '../adapter.ts';
import { noTags } from '../inventory/tags.ts';
import { arnInRehearsal } from '../row-shape.ts';
import type { StatusAdapter, StatusRow } from '../status-adapter.ts';

type Client = Sends<EventBridgeClient>;

const token = (NextToken: string | undefined) => (NextToken ? { NextToken } : {});

/** `aws.partner/example.com/1/rule` -> its bus; a rule has no slash in its name. */
export const busOf = (name: string): string => name.slice(0, name.lastIndexOf('/'));

const rowOf = (bus: string, { Name = '', State, ManagedBy, Arn = '' }: Rule): StatusRow => ({
  name: `${bus}/${Name}`,
  status: State ?? 'unknown',
  facts: { managedBy: ManagedBy, state: State, name: Name },
  ...{ tags: noTags, groups: [], hosts: [], arn: Arn },
});

const rulesOf = async (client: Client, EventBusName: string): Promise<StatusRow[]> => {
  const rules = await allPages(
    (next) => client.send(new ListRulesCommand({ EventBusName, ...token(next) })),
    (page) => page.Rules,
    (page) => page.NextToken,
  );
  return rules.map((rule) => rowOf(EventBusName, rule));
};

export const eventbridgeRuleAdapter: StatusAdapter<EventBridgeClient> = {
  client: EventBridgeClient,
  readsAll: true,
  async read(client, names) {
    const asked = names ? [...new Set(names.map(busOf))] : ['default'];
    return (await Promise.all(asked.map((bus) => rulesOf(client, bus)))).flat();
  },
  change: (client, to, name) => {
    const input = { EventBusName: busOf(name), Name: name.slice(busOf(name).length + 1) };
    return client.send(to === 'start' ? new EnableRuleCommand(input) : new DisableRuleCommand(input));
  },
  rehearsed: {
    ListRules: {
      list: 'Rules',
      row: ({ id, status, facts }) => ({
        Name: id.slice(busOf(id).length + 1),
        EventBusName: busOf(id),
        Arn: arnInRehearsal(id),
        State: status,
        ManagedBy: facts.managedBy,
      }),
    },
  },
  nameIn: ({ EventBusName, Name }) => `${EventBusName}/${Name}`,
};
