// Stacks in CloudFormation.
import {
  type CloudFormationClient,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  RollbackStackCommand,
  type StackEvent as SdkEvent,
  ValidateTemplateCommand,
} from '@aws-sdk/client-cloudformation';
import type { Sends } from '#kinds/adapter.ts';
import type { ChangeSet, ChangeSetRequest, Stack, StackEvent, Stacks } from '../ports.ts';
import type { Template } from '../template.ts';

type Client = Sends<CloudFormationClient>;

/** It has no error of its own for a stack that is not there. */
const isAbsent = (error: unknown): boolean =>
  error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);

const unlessAbsent = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
};

const reading = (client: Client) => (name: string) =>
  unlessAbsent(async (): Promise<Stack | undefined> => {
    const { Stacks: [found] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    if (!found) return undefined;
    const { StackStatus = '', Parameters = [], Outputs = [] } = found;
    return {
      status: StackStatus,
      parameters: Object.fromEntries(Parameters.map((one) => [one.ParameterKey ?? '', one.ParameterValue ?? ''])),
      outputs: Object.fromEntries(Outputs.map((one) => [one.OutputKey ?? '', one.OutputValue ?? ''])),
    };
  });

const eventOf = (one: SdkEvent): StackEvent => ({
  id: one.EventId ?? '',
  resource: one.LogicalResourceId ?? '',
  type: one.ResourceType ?? '',
  status: one.ResourceStatus ?? '',
  ...(one.ResourceStatusReason === undefined ? {} : { reason: one.ResourceStatusReason }),
});

/** An operation and its roll-back have some hundreds; what was long ago is of no interest. */
const eventsMax = 1_000;

const eventsOf =
  (client: Client): Stacks['events'] =>
  async (StackName, isKnown) =>
    (await unlessAbsent(async () => {
      const all: StackEvent[] = [];
      let NextToken: string | undefined;
      do {
        const { StackEvents = [], NextToken: next } = await client.send(
          new DescribeStackEventsCommand({ StackName, ...(NextToken === undefined ? {} : { NextToken }) }),
        );
        const fresh = StackEvents.map(eventOf).filter(({ id }) => !isKnown(id));
        all.push(...fresh);
        NextToken = fresh.length === StackEvents.length ? next : undefined;
      } while (NextToken !== undefined && all.length < eventsMax);
      return all;
    })) ?? [];

const isEmpty = (reason: string): boolean =>
  /didn't contain changes|No updates are to be performed|There are no changes/i.test(reason);

const pollMs = 1_000;

const waited = async (
  client: Client,
  StackName: string,
  ChangeSetName: string,
  pause: (ms: number) => Promise<void>,
): Promise<ChangeSet> => {
  for (;;) {
    const found = await client.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
    const { Status = '', StatusReason = '', Changes = [] } = found;
    if (Status === 'CREATE_COMPLETE') return { kind: 'made', name: ChangeSetName, changes: Changes.length };
    if (Status === 'FAILED')
      return isEmpty(StatusReason) ? { kind: 'nothing' } : { kind: 'refused', reason: StatusReason };
    await pause(pollMs);
  }
};

const inputOf = (name: string, { stack, isNew, template, parameters, tags }: ChangeSetRequest) => ({
  StackName: stack,
  ChangeSetName: name,
  ChangeSetType: isNew ? ('CREATE' as const) : ('UPDATE' as const),
  ...('body' in template ? { TemplateBody: template.body } : { TemplateURL: template.url }),
  Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  Capabilities: ['CAPABILITY_NAMED_IAM' as const],
  // A state table that an earlier deployment left is taken over: it has a fixed name, and is kept when a stack is deleted.
  ImportExistingResources: true,
});

type Waits = { readonly pause: (ms: number) => Promise<void>; readonly newId: () => string };

export const cloudFormationStacks = (client: Client, { pause, newId }: Waits): Stacks => {
  const discard: Stacks['discard'] = async (StackName, ChangeSetName) => {
    await client.send(new DeleteChangeSetCommand({ StackName, ChangeSetName }));
  };
  return {
    read: reading(client),
    template: (StackName) =>
      unlessAbsent(async () => {
        const { TemplateBody } = await client.send(new GetTemplateCommand({ StackName, TemplateStage: 'Original' }));
        return TemplateBody === undefined ? undefined : (JSON.parse(TemplateBody) as Template);
      }),
    async createChangeSet(request) {
      const name = `curfew-${newId()}`;
      await client.send(new CreateChangeSetCommand(inputOf(name, request)));
      const made = await waited(client, request.stack, name, pause);
      if (made.kind !== 'made') await discard(request.stack, name);
      return made;
    },
    async execute(StackName, ChangeSetName) {
      await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
    },
    discard,
    async continueRollback(StackName) {
      await client.send(new ContinueUpdateRollbackCommand({ StackName }));
    },
    async rollback(StackName) {
      await client.send(new RollbackStackCommand({ StackName }));
    },
    async remove(StackName, retained) {
      const RetainResources = [...retained];
      await client.send(
        new DeleteStackCommand({ StackName, ...(RetainResources.length > 0 ? { RetainResources } : {}) }),
      );
    },
    events: eventsOf(client),
    async validate(TemplateBody) {
      await client.send(new ValidateTemplateCommand({ TemplateBody }));
    },
  };
};
