// A simulated CloudFormation: change sets, stacks, their events and roll-backs, with its refusals as far as they are known. What a
// stack changes happens at once; that it takes its time shows in status and events.
import { notSimulated, type SimulatedService } from '#sim/aws/simulated-service.ts';
import { errorOf } from '#sim/faults.ts';
import type { Account, ChangeSet, DeployedStack } from './account.ts';
import { changeSetOf, type Input, invalid } from './change-sets.ts';
import {
  type CloudFormationSettings,
  continueRollbackOn,
  deleteOn,
  executeOn,
  operationOn,
} from './stack-operation.ts';

const emptyStack = (): DeployedStack => ({
  status: 'REVIEW_IN_PROGRESS',
  template: undefined,
  parameters: {},
  resources: new Map(),
  events: [],
});

/** The latest that has been told of the stack itself. */
const statusAt = (name: string, { events, status }: DeployedStack, now: number): string => {
  const told = events.filter(({ resource, atMs }) => resource === name && atMs <= now).at(-1);
  return told?.status ?? status;
};

const described = (name: string, { template, parameters }: DeployedStack, StackStatus: string) => ({
  StackName: name,
  StackStatus,
  Parameters: Object.entries(parameters).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
  Outputs: Object.entries(template?.Outputs ?? {}).map(([OutputKey, { Value }]) => ({
    OutputKey,
    OutputValue: typeof Value === 'string' ? Value : JSON.stringify(Value),
  })),
});

const eventsOf = ({ events }: DeployedStack, now: number) =>
  events
    .filter(({ atMs }) => atMs <= now)
    .toReversed()
    .map(({ id, atMs, resource, type, status, reason }) => ({
      EventId: id,
      Timestamp: new Date(atMs),
      LogicalResourceId: resource,
      ResourceType: type,
      ResourceStatus: status,
      ...(reason === undefined ? {} : { ResourceStatusReason: reason }),
    }));

const setDescription = (set: ChangeSet | 'empty') =>
  set === 'empty'
    ? {
        Status: 'FAILED',
        StatusReason:
          "The submitted information didn't contain changes. Submit different information to create a change set.",
      }
    : { Status: 'CREATE_COMPLETE', Changes: Object.keys(set.template.Resources).map(() => ({ Type: 'Resource' })) };

/** Its state is that of the account: another client of the same account finds the same stacks. */
export const simulatedCloudFormation = (account: Account, settings: CloudFormationSettings): SimulatedService => {
  const { now } = settings;
  const { changeSets } = account;
  const nextId = () => `event-${++account.serial}`;
  const stackOf = (name: string): DeployedStack =>
    account.stacks.get(name) ?? invalid(`Stack with id ${name} does not exist`);
  const statusOf = (name: string): string => statusAt(name, stackOf(name), now());
  const begin = (name: string) => operationOn(name, stackOf(name), { account, settings, nextId });
  const keyOfSet = ({ StackName, ChangeSetName }: Input) => `${StackName} ${ChangeSetName}`;

  const handlers: Readonly<Record<string, (input: Input) => unknown>> = {
    CreateChangeSet(input) {
      const { StackName: name } = input;
      const stack = account.stacks.get(name);
      const set = changeSetOf(account, input, stack, stack && statusOf(name));
      if (!stack) account.stacks.set(name, emptyStack());
      changeSets.set(keyOfSet(input), set);
      return { Id: input.ChangeSetName };
    },
    DescribeChangeSet(input) {
      const set = changeSets.get(keyOfSet(input));
      if (!set) throw errorOf('ChangeSetNotFoundException', `ChangeSet [${input.ChangeSetName}] does not exist`);
      return setDescription(set);
    },
    async ExecuteChangeSet(input) {
      const set = changeSets.get(keyOfSet(input));
      if (!set || set === 'empty')
        throw errorOf('InvalidChangeSetStatus', `ChangeSet [${input.ChangeSetName}] cannot be executed in its status`);
      const status = statusOf(input.StackName);
      if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS')
        return invalid(`Stack:${input.StackName} is in ${status} state and can not be updated.`);
      changeSets.delete(keyOfSet(input));
      await executeOn(begin(input.StackName), set);
      return {};
    },
    DeleteChangeSet(input) {
      changeSets.delete(keyOfSet(input));
      return {};
    },
    DescribeStacks({ StackName: name }) {
      const status = statusOf(name);
      if (status !== 'DELETE_COMPLETE') return { Stacks: [described(name, stackOf(name), status)] };
      account.stacks.delete(name);
      return invalid(`Stack with id ${name} does not exist`);
    },
    DescribeStackEvents: ({ StackName }) => ({ StackEvents: eventsOf(stackOf(StackName), now()) }),
    GetTemplate({ StackName }) {
      const { template } = stackOf(StackName);
      return template
        ? { TemplateBody: JSON.stringify(template) }
        : invalid(`Template for stack ${StackName} does not exist`);
    },
    DeleteStack({ StackName: name, RetainResources = [] }) {
      if (!account.stacks.has(name)) return {};
      if (RetainResources.length > 0 && statusOf(name) !== 'DELETE_FAILED')
        return invalid(
          `Invalid operation on stack [${name}]. The specified resources to retain must be in a valid state.`,
        );
      deleteOn(begin(name), RetainResources);
      return {};
    },
    RollbackStack({ StackName: name }) {
      if (statusOf(name) !== 'UPDATE_FAILED')
        return invalid(`Stack [${name}] is in ${statusOf(name)} state and can not be rolled back.`);
      continueRollbackOn(begin(name));
      return {};
    },
    ContinueUpdateRollback({ StackName: name }) {
      if (statusOf(name) !== 'UPDATE_ROLLBACK_FAILED')
        return invalid(`Stack [${name}] is not in UPDATE_ROLLBACK_FAILED state`);
      continueRollbackOn(begin(name));
      return {};
    },
    ValidateTemplate: () => ({}),
  };

  return {
    handle: (operation, input: Input) =>
      (handlers[operation] ?? (() => notSimulated('cloudformation', operation)))(input),
  };
};
